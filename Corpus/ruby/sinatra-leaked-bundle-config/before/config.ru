require "bundler/setup"
require_relative "app"

run Sinatra::Application
