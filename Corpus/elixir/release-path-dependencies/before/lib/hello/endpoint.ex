defmodule Hello.Endpoint do
  @moduledoc "Answers each request with what the router says of its path."
  use Task, restart: :permanent

  def start_link(_), do: Task.start_link(__MODULE__, :run, [])

  def run do
    port = Application.fetch_env!(:hello, __MODULE__)[:port]
    {:ok, socket} = :gen_tcp.listen(port, [:binary, packet: :http_bin, active: false, reuseaddr: true])
    accept(socket)
  end

  defp accept(socket) do
    {:ok, client} = :gen_tcp.accept(socket)

    case :gen_tcp.recv(client, 0) do
      {:ok, {:http_request, _method, {:abs_path, path}, _version}} -> answer(client, path)
      _ -> :ok
    end

    :gen_tcp.close(client)
    accept(socket)
  end

  defp answer(client, path) do
    {status, body} = Router.route(path)

    :gen_tcp.send(client, [
      "HTTP/1.1 #{status}\r\nconnection: close\r\ncontent-length: #{byte_size(body)}\r\n\r\n",
      body
    ])
  end
end
