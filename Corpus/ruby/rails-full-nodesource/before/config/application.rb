require "rails/all"
Bundler.require(*Rails.groups)
