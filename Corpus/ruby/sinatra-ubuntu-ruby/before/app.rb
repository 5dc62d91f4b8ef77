require "pg"
require "sinatra"
require "yaml"

get "/" do
  PG.connect(ENV.fetch("DATABASE_URL")).close
  YAML.load_file("greeting.yml")["text"]
end
