require "sinatra"

get "/" do
  "It rings."
end
