defmodule Router do
  @moduledoc "Says what is answered for a path."

  def route("/up"), do: {"200 OK", "libpq #{Client.version()}\n"}
  def route(_), do: {"404 Not Found", "nothing here\n"}
end
