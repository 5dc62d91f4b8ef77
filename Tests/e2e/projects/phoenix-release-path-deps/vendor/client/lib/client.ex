defmodule Client do
  @moduledoc "Tells the version of the database client that it is linked with."
  @on_load :load

  def load, do: :erlang.load_nif(Path.join(:code.priv_dir(:client), "client"), 0)

  def version, do: :erlang.nif_error(:not_loaded)
end
