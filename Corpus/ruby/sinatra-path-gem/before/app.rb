require "greeter"
require "sinatra/base"
require "sqlite3"

class App < Sinatra::Base
  get("/") { Greeter.greet(params.fetch("name", "you")) }
end
