defmodule Hello.MixProject do
  use Mix.Project

  def project do
    [app: :hello, version: "0.1.0", elixir: "~> 1.18", deps: deps()]
  end

  def application do
    [mod: {Hello.Application, []}]
  end

  defp deps do
    [{:phoenix, "~> 1.7"}, {:bandit, "~> 1.5"}]
  end
end
