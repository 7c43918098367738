// The client of the older generation: node legacy.mjs URL TOKEN
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const [url, token] = process.argv.slice(2);
const client = new Client({ name: "gamelan-test", version: "1" });
await client.connect(
  new StreamableHTTPClientTransport(new URL(url), {
    requestInit: { headers: { Authorization: `Bearer ${token}` } },
  }),
);
const { tools } = await client.listTools();
const result = await client.callTool({ name: "gong_list_users", arguments: {} });
console.log(
  JSON.stringify({
    server: client.getServerVersion()?.name,
    tools: tools.length,
    isError: result.isError ?? false,
    structured: result.structuredContent,
  }),
);
await client.close();
