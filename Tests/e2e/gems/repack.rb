# Makes gems of what `make` has unpacked, and their index; runs in a container.
#
# usage: repack.rb FOLDER
require "fileutils"
require "rubygems/package"

# Stand-ins for gems with native code: version, the module that they define, header, library, and what to ask it.
NATIVE = {
  "mysql2" => ["0.5.6", "Mysql2", "mysql.h", "mariadb", "(int)mysql_get_client_version()"],
  "nokogiri" => ["1.18.2", "Nokogiri", "libxml/xmlversion.h", "xml2", "(xmlCheckVersion(LIBXML_VERSION), LIBXML_VERSION)"],
  "pg" => ["1.5.6", "PG", "libpq-fe.h", "pq", "PQlibVersion()"],
  "sqlite3" => ["1.7.3", "SQLite3", "sqlite3.h", "sqlite3", "sqlite3_libversion_number()"],
}
INCLUDES = %w[/usr/include/postgresql /usr/include/mariadb /usr/include/libxml2]

def build(spec, target)
  spec.files = Dir["**/*"].select { |path| File.file?(path) }
  FileUtils.mv(Gem::Package.build(spec, true), target)
end

def native(name, version, constant, header, library, question)
  FileUtils.mkdir_p(%w[lib ext])
  File.write("lib/#{name}.rb", "require \"#{name}/native\"\n")
  File.write("ext/extconf.rb", <<~RUBY)
    require "mkmf"
    abort "#{library} is needed" unless find_header("#{header}", #{INCLUDES.inspect[1..-2]}) && have_library("#{library}")
    create_makefile("#{name}/native")
  RUBY
  File.write("ext/native.c", <<~C)
    #include <#{header}>
    #include <ruby.h>

    static VALUE version(VALUE self) { return INT2NUM(#{question}); }

    void Init_native(void) { rb_define_module_function(rb_define_module("#{constant}"), "library", version, 0); }
  C
  Gem::Specification.new do |spec|
    spec.name, spec.version, spec.authors, spec.summary = name, version, ["migrate"], "Stands in for #{name}"
    spec.extensions = ["ext/extconf.rb"]
  end
end

folder = File.absolute_path(ARGV.fetch(0))
gems = "#{folder}/repository/gems"
FileUtils.mkdir_p(gems)
Dir["#{folder}/unpacked/**/specifications/*.gemspec"].sort.each do |path|
  spec = Gem::Specification.load(path)
  content = Dir["#{folder}/unpacked/**/gems/#{spec.full_name}"].first or next
  Dir.chdir(content) do
    # its native code is not in Debian's package; it does without, if it is told to
    if spec.name == "nio4r"
      spec.extensions = []
      Dir["**/*.so"].each { |file| File.delete(file) }
      File.write("lib/nio.rb", "ENV[\"NIO4R_PURE\"] ||= \"true\"\n" + File.read("lib/nio.rb"))
    end
    # Debian has them in /usr/bin
    spec.executables = spec.executables & ["rackup"]
    if spec.executables.any?
      FileUtils.mkdir_p("bin")
      File.write("bin/rackup", "#!/usr/bin/env ruby\nrequire \"rackup\"\nRackup::Server.start\n", perm: 0o755)
    end
    build(spec, gems)
  end
end
# its gemspec asks git for the files, which `build` lists anyway
File.write("/usr/local/bin/git", "#!/bin/sh\n", perm: 0o755)
Dir.chdir("#{folder}/puma") { build(Gem::Specification.load("puma.gemspec"), gems) }
NATIVE.each do |name, facts|
  FileUtils.mkdir_p("#{folder}/native/#{name}")
  Dir.chdir("#{folder}/native/#{name}") { build(native(name, *facts), gems) }
end
system("gem", "generate_index", "--directory", "#{folder}/repository", exception: true)
