# Answers each request with what the native gem says.
require "socket"
require "fingerprint"

server = TCPServer.new("0.0.0.0", 8000)
$stdout.sync = true
puts "listening on 8000"
loop do
  client = server.accept
  client.gets
  body = "libpq #{Fingerprint.client_version}\n"
  client.write "HTTP/1.1 200 OK\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
