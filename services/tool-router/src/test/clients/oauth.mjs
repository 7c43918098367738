// The newer client, logging in by itself: node oauth.mjs RESOURCE ADDRESS ERA TOOL...
// RESOURCE is the endpoint as tokens name it, ADDRESS where it is really reached.
// USERNAME and PASSWORD in the environment are typed into the login page, if there is one.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";

const [resource, address, era, ...tools] = process.argv.slice(2);
const origin = new URL(resource).origin;
const there = (url) => String(url).replace(origin, address);
const steps = [];

class Login {
  redirectUrl = "http://localhost:33418/callback";
  clientMetadata = { client_name: "gamelan-test", redirect_uris: [this.redirectUrl] };
  clientInformation() {
    return { client_id: "mcp-client" };
  }
  state() {
    return "a-state";
  }
  tokens() {
    return this.saved;
  }
  saveTokens(tokens) {
    this.saved = tokens;
  }
  discoveryState() {
    return this.discovered;
  }
  saveDiscoveryState(state) {
    this.discovered = state;
  }
  saveCodeVerifier(verifier) {
    this.verifier = verifier;
  }
  codeVerifier() {
    return this.verifier;
  }
  redirectToAuthorization(url) {
    this.url = url;
  }
}

/** What a person with a browser does: follows the link, logs in, and lands where the client waits. */
async function browse(url) {
  const asked = new URL(url);
  steps.push({
    scope: asked.searchParams.get("scope"),
    resource: asked.searchParams.get("resource"),
    challenge: asked.searchParams.get("code_challenge_method"),
  });
  // OpenID Connect servers may insist on it.
  asked.searchParams.set("scope", `openid ${asked.searchParams.get("scope")}`);
  let answer = await fetch(asked, { redirect: "manual" });
  if (answer.status === 200) {
    const form = (await answer.text()).match(/<form[^>]*action="([^"]+)"/)[1].replaceAll("&amp;", "&");
    answer = await fetch(form, {
      method: "POST",
      redirect: "manual",
      headers: { Cookie: answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ") },
      body: new URLSearchParams({ username: process.env.USERNAME, password: process.env.PASSWORD }),
    });
  }
  const back = new URL(answer.headers.get("Location"));
  if (!back.searchParams.has("code")) throw new Error(`No code came back: ${back}`);
  return back.searchParams;
}

const login = new Login();
const connected = async () => {
  const client = new Client(
    { name: "gamelan-test", version: "1" },
    { versionNegotiation: { mode: era === "modern" ? { pin: "2026-07-28" } : era } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(resource), {
    authProvider: login,
    fetch: (url, init) => fetch(there(url), init),
  });
  await client.connect(transport);
  return { client, transport };
};

/** Does it, logging in first as often as the server asks for that. */
async function loggedIn(doing) {
  for (let attempts = 0; attempts < 3; attempts++) {
    try {
      return await doing();
    } catch (refused) {
      if (!(refused instanceof UnauthorizedError)) throw refused;
      const transport = new StreamableHTTPClientTransport(new URL(resource), {
        authProvider: login,
        fetch: (url, init) => fetch(there(url), init),
      });
      await transport.finishAuth(await browse(login.url));
    }
  }
  throw new Error("The server wants ever more logins");
}

const { client } = await loggedIn(connected);
const { tools: listed } = await client.listTools();
const results = [];
for (const name of tools) {
  const [tool, args] = name.split("=");
  const result = await loggedIn(() =>
    client.callTool({ name: tool, arguments: args ? JSON.parse(args) : {} }),
  );
  results.push({ isError: result.isError ?? false, text: result.content?.[0]?.text?.slice(0, 200) });
}
console.log(JSON.stringify({ steps, tools: listed.length, results }));
await client.close();
