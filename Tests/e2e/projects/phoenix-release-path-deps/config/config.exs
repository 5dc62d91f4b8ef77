import Config

config :hello, Hello.Endpoint, port: 4000
