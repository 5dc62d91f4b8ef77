defmodule Hello.Builder do
  def build(folder) do
    System.cmd(Application.app_dir(:hello, "priv/build.sh"), [folder])
  end
end
