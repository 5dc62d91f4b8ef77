defmodule Hello.Application do
  use Application

  def start(_type, _args) do
    System.cmd("openssl", ["version"])
    Supervisor.start_link([{Bandit, plug: Hello.Router}], strategy: :one_for_one)
  end
end
