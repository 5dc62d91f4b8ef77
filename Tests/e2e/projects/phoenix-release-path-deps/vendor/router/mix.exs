defmodule Router.MixProject do
  use Mix.Project

  def project do
    [app: :router, version: "1.0.0", elixir: "~> 1.14", deps: [{:client, path: "../client"}]]
  end
end
