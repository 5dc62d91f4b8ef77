defmodule Mix.Tasks.Compile.Native do
  @moduledoc "Compiles the native part, as the `make` compiler of packages does."
  use Mix.Task.Compiler

  def run(_) do
    folder = Path.join(Mix.Project.app_path(), "priv")
    File.mkdir_p!(folder)
    erlang = Path.join([:code.root_dir(), "erts-#{:erlang.system_info(:version)}", "include"])

    {output, status} =
      System.cmd(
        "cc",
        ["-shared", "-fPIC", "-O2", "-I#{erlang}", "-I/usr/include/postgresql", "-o", Path.join(folder, "client.so")] ++
          ["src/client.c", "-lpq"],
        stderr_to_stdout: true
      )

    if status == 0, do: {:ok, []}, else: Mix.raise(output)
  end
end

defmodule Client.MixProject do
  use Mix.Project

  def project do
    [app: :client, version: "1.0.0", elixir: "~> 1.14", compilers: [:native] ++ Mix.compilers()]
  end
end
