Gem::Specification.new do |spec|
  spec.name = "greeter"
  spec.version = "0.1.0"
  spec.summary = "Greets people"
  spec.authors = ["The application's authors"]
  spec.files = ["lib/greeter.rb"]
end
