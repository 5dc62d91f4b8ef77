defmodule Hello.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([Hello.Endpoint], strategy: :one_for_one, name: Hello.Supervisor)
  end
end
