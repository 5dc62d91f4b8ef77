# Answers each request with what the native gem says, and with the style sheet.
require "socket"
require "fingerprint"

server = TCPServer.new("0.0.0.0", 8000)
$stdout.sync = true
puts "listening on 8000"
loop do
  client = server.accept
  client.gets
  body = "libpq #{Fingerprint.client_version}\n" + File.read("public/assets/site.css")
  client.write "HTTP/1.1 200 OK\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
