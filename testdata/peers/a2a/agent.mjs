// An agent of the reference SDK for A2A: greets whoever writes, as a message, or as a task with an artifact when it is
// asked for a stream. Prints its address.
import express from 'express';
import { DefaultRequestHandler, InMemoryTaskStore } from '@a2a-js/sdk/server';
import { agentCardHandler, jsonRpcHandler, UserBuilder } from '@a2a-js/sdk/server/express';

const executor = {
  async execute(context, bus) {
    const name = context.userMessage.parts[0].text;
    const { taskId, contextId } = context;
    if (name !== 'stream') {
      bus.publish({
        kind: 'message', role: 'agent', messageId: 'answer to ' + context.userMessage.messageId, contextId,
        parts: [{ kind: 'text', text: 'Hello ' + name }],
      });
    } else {
      bus.publish({ kind: 'task', id: taskId, contextId, status: { state: 'submitted' }, history: [context.userMessage] });
      bus.publish({
        kind: 'artifact-update', taskId, contextId,
        artifact: { artifactId: 'a', parts: [{ kind: 'text', text: 'Hello in pieces' }] },
      });
      bus.publish({ kind: 'status-update', taskId, contextId, status: { state: 'completed' }, final: true });
    }
    bus.finished();
  },
  async cancelTask() {},
};

const app = express();
const server = app.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const card = {
    name: 'Greeter', description: 'Greets.', protocolVersion: '0.3.0', version: '1.0.0', url: url + '/rpc',
    preferredTransport: 'JSONRPC', capabilities: { streaming: true, pushNotifications: false },
    defaultInputModes: ['text'], defaultOutputModes: ['text'],
    skills: [{ id: 'greet', name: 'Greet', description: 'Greets.', tags: ['greet'] }],
  };
  const handler = new DefaultRequestHandler(card, new InMemoryTaskStore(), executor);
  app.use('/.well-known/agent-card.json', agentCardHandler({ agentCardProvider: handler }));
  app.use('/rpc', jsonRpcHandler({ requestHandler: handler, userBuilder: UserBuilder.noAuthentication }));
  console.log(url);
});
process.stdin.on('end', () => process.exit(0)).resume();
