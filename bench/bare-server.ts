/** The measure: `node:http` and nothing else, answering the bytes it was given. Prints its port. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const { headers, body } = JSON.parse(process.argv[2] ?? "{}") as { headers: string[]; body: string };
const bytes = Buffer.from(body);

const server = createServer((_request, response) => {
  response.writeHead(200, headers);
  response.end(bytes);
});
server.keepAliveTimeout = 65_000;
server.listen(0, "127.0.0.1", () => console.log((server.address() as AddressInfo).port));
