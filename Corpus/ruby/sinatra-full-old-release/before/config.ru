require "mini_magick"
require "sinatra"
require "sqlite3"

DB = SQLite3::Database.new("pictures.db")

get("/up") { "#{DB.get_first_value("select 1")} #{MiniMagick.imagemagick?}" }

run Sinatra::Application
