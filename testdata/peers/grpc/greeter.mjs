// The service of greeter.proto by gRPC's own implementation for Node.js; it prints its address and ends with its input.
// node greeter.mjs [FOLDER-OF-GREETER.PROTO [PORT]]
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const folder = process.argv[2] ?? '.';
const definition = loadSync('greeter.proto', { includeDirs: [folder] });
const { Greeter } = grpc.loadPackageDefinition(definition).greetings.v1;
const hello = (person) => ({ text: `Hello ${person.displayName}` });

const server = new grpc.Server();
server.addService(Greeter.service, {
  greet: (call, done) => done(null, hello(call.request)),
  greetAll: (call, done) => {
    const names = [];
    call.on('data', (person) => names.push(person.displayName));
    call.on('end', () => done(null, hello({ displayName: names.join(' and ') })));
  },
  count: (call) => {
    for (let i = 1; i <= call.request.times; i++) {
      call.write({ text: `${hello(call.request).text} ${i}` });
    }
    call.end();
  },
  chat: (call) => {
    call.on('data', (person) => call.write(hello(person)));
    call.on('end', () => call.end());
  },
});
server.bindAsync(`127.0.0.1:${process.argv[3] ?? 0}`, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`http://127.0.0.1:${port}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
