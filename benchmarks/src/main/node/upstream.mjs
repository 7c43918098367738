// An MCP server over stdio with the tools of a file, all of which refuse.
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
const tools = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const say = (m) => process.stdout.write(JSON.stringify(m) + '\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const m = JSON.parse(line);
  if (m.id === undefined) return;
  const ok = (result) => say({ jsonrpc: '2.0', id: m.id, result });
  if (m.method === 'initialize') ok({ protocolVersion: m.params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'upstream', version: '1' } });
  else if (m.method === 'tools/list') ok({ tools });
  else if (m.method === 'tools/call') ok({ content: [{ type: 'text', text: 'refused' }], isError: true });
  else if (m.method === 'ping') ok({});
  else say({ jsonrpc: '2.0', id: m.id, error: { code: -32601, message: 'no such method' } });
});
