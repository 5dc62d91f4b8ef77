defmodule Hello.Application do
  use Application

  def start(_type, _args) do
    children = [{Bandit, plug: Hello.Plug, port: String.to_integer(System.get_env("PORT") || "4000")}]
    Supervisor.start_link(children, strategy: :one_for_one, name: Hello.Supervisor)
  end
end

defmodule Hello.Plug do
  import Plug.Conn

  def init(options), do: options
  def call(conn, _), do: send_resp(conn, 200, Bcrypt.hash_pwd_salt("hello"))
end
