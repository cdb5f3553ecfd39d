// The protocol's own test server over HTTP on a free port; it prints its address and ends with its input.
import { createServer } from 'node:net';

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});
process.env.PORT = String(port);
process.argv[2] = 'streamableHttp';
await import('@modelcontextprotocol/server-everything/dist/index.js');

const address = `http://127.0.0.1:${port}/mcp`;
for (;;) {
  try {
    await fetch(address, { method: 'POST', body: '{}' });
    break;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
console.log(address);
process.stdin.on('end', () => process.exit(0)).resume();
