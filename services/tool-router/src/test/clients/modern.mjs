// The client of the newer generation, once in each era: node modern.mjs URL TOKEN ERA
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const [url, token, era] = process.argv.slice(2);
const versionNegotiation = { mode: era === "modern" ? { pin: "2026-07-28" } : era };
const client = new Client({ name: "gamelan-test", version: "1" }, { versionNegotiation });
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
