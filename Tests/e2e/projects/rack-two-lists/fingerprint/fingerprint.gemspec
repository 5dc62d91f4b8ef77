Gem::Specification.new do |spec|
  spec.name = "fingerprint"
  spec.version = "1.0.0"
  spec.summary = "Tells the version of the database client that it is linked with"
  spec.authors = ["migrate"]
  spec.files = Dir["lib/**/*.rb", "ext/**/*"]
  spec.extensions = ["ext/fingerprint/extconf.rb"]
end
