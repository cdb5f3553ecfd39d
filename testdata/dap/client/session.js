// Drives `flowork dap` with the client library of VS Code and writes down what both sides say, in its order.
// node session.js PROGRAM FOLDER SCENARIO: the program, the folder with the workflows, and what to do.
'use strict';

const path = require('path');
const { DebugClient } = require('@vscode/debugadapter-testsupport');

const [, , program, folder, scenario] = process.argv;
const file = path.join(folder, 'orders.flow.yaml');
const inner = path.join(folder, 'inner.flow.yaml');
const lines = [];

/** How much of a message is written down. */
const MOST = 2000;

function plain(value) {
    const text = JSON.stringify(value)
        .replaceAll(folder, 'FOLDER')
        .replace(/127\.0\.0\.1:\d+/g, 'SERVER')
        .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
        .replace(/after \d+ ms/g, 'after N ms')
        .replace(/("name":"(?:milliseconds|key)","value":)"(?:[^"\\]|\\.)*"/g, '$1"N"')
        .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'RUN');
    return text.length > MOST ? text.slice(0, MOST) + '…' : text;
}

/** A client that writes down what it says and hears. */
class Client extends DebugClient {
    doSend(command, args, answered) {
        lines.push(`-> ${command} ${args === undefined ? '' : plain(args)}`.trimEnd());
        super.doSend(command, args, answered);
    }

    dispatch(body) {
        const message = JSON.parse(body);
        if (message.type === 'event') {
            const shown = message.event === 'capabilities' ? '' : plain(message.body ?? {});
            lines.push(`** ${message.event} ${shown}`.trimEnd());
        } else if (message.success) {
            const shown = message.command === 'initialize' ? Object.keys(message.body).sort().join(' ') : plain(message.body ?? {});
            lines.push(`<- ${message.command} ${shown}`);
        } else {
            lines.push(`<! ${message.command} ${plain(message.message)}`);
        }
        super.dispatch(body);
    }

    /** Asks; what is refused is in the transcript. */
    ask(command, args) {
        return this.send(command, args).catch(error => error);
    }

    /** Does something that ends with a stop. */
    async go(command, args) {
        const stopped = this.waitForEvent('stopped', 20000);
        await this.ask(command, args);
        return stopped;
    }

    /** The innermost frame of a thread. */
    async top(threadId = 1) {
        const answer = await this.ask('stackTrace', { threadId });
        return answer.body.stackFrames[0].id;
    }

    /** The variables of a scope of the innermost frame. */
    async scope(name, threadId = 1) {
        const scopes = await this.ask('scopes', { frameId: await this.top(threadId) });
        const found = scopes.body.scopes.find(each => each.name === name);
        await this.ask('variables', { variablesReference: found.variablesReference });
        return found.variablesReference;
    }
}

async function begin(client, command, args, configure = async () => {}) {
    const initialized = client.waitForEvent('initialized', 20000);
    await client.ask('initialize', { adapterID: 'flowork', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
    await client.ask(command, args);
    await initialized;
    await configure();
    await client.go('configurationDone', {});
}

const scenarios = {
    async steps(client) {
        await client.ask('threads');
        await client.ask('stackTrace', { threadId: 1 });
        await begin(client, 'launch', { program: file, input: { orders: [3, 5, 8] }, stopOnEntry: true });
        await client.ask('threads');
        await client.ask('stackTrace', { threadId: 1 });
        await client.go('stepBack', { threadId: 1 });
        await client.go('next', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.ask('stackTrace', { threadId: 1, startFrame: 1, levels: 1 });
        await client.go('stepOut', { threadId: 1 });
        await client.go('stepBack', { threadId: 1 });
        await client.go('next', { threadId: 1 });
        await client.go('flowork/stepBackInto', { threadId: 1 });
        await client.go('flowork/stepBackOut', { threadId: 1 });
        await client.go('flowork/seek', { t: 1000000 });
        await client.go('next', { threadId: 1 });
        await client.ask('stackTrace', { threadId: 1 });
        await client.go('stepBack', { threadId: 1 });
        await client.go('reverseContinue', { threadId: 1 });
        await client.ask('flowork/timeline', { from: 0, count: 5 });
        await client.go('pause', { threadId: 1 });
        await client.ask('next', { threadId: 77 });
        await client.go('restart', {});
        await client.ask('configurationDone', {});
        await client.ask('cancel', { requestId: 1 });
    },

    async breakpoints(client) {
        const source = { path: file };
        await begin(client, 'launch', { program: file, input: { orders: [3, 5, 8] } }, async () => {
            await client.ask('setBreakpoints', {
                source,
                breakpoints: [
                    { line: 8, condition: '$order > 4' },
                    { line: 9 },
                    { line: 1 },
                    { line: 8, condition: '$order >' },
                    { line: 8, condition: '$nobody' },
                    { line: 8, hitCondition: 'often' },
                    { line: 8, logMessage: 'order {$order} of {$context.total}' },
                    { line: 99 },
                ],
            });
            await client.ask('setBreakpoints', { source: { path: '/elsewhere.flow.yaml' }, breakpoints: [{ line: 1 }] });
            await client.ask('breakpointLocations', { source, line: 4, endLine: 9 });
            await client.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'nobody' }, { name: 'finish' }, { name: '/do/*' }] });
            await client.ask('setFunctionBreakpoints', { breakpoints: [] });
            await client.ask('setExceptionBreakpoints', {
                filters: ['uncaught'],
                filterOptions: [{ filterId: 'caught', condition: '.status == 418' }, { filterId: 'sometimes' }],
            });
        });
        await client.ask('setBreakpoints', { source, breakpoints: [{ line: 8, condition: '$order > 4' }] });
        await client.go('reverseContinue', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        const context = await client.scope('Context');
        const data = await client.ask('dataBreakpointInfo', { variablesReference: context, name: 'total' });
        await client.ask('setBreakpoints', { source, breakpoints: [] });
        await client.ask('setDataBreakpoints', {
            breakpoints: [{ dataId: data.body.dataId }, { dataId: 'nothing' }],
        });
        await client.go('reverseContinue', { threadId: 1 });
        await client.go('reverseContinue', { threadId: 1 });
        await client.ask('setDataBreakpoints', { breakpoints: [] });
        await client.go('continue', { threadId: 1 });
        await client.ask('exceptionInfo', { threadId: 1 });
        await client.ask('stackTrace', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        await client.ask('exceptionInfo', { threadId: 1 });
        const targets = await client.ask('gotoTargets', { source, line: 8 });
        await client.go('goto', { threadId: 1, targetId: targets.body.targets[1].id });
        await client.ask('goto', { threadId: 1, targetId: 1 });
    },

    async values(client) {
        await begin(client, 'launch', { program: file, input: { orders: [3, 5, 8], many: [...Array(2500).keys()] } }, async () => {
            await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [{ line: 8, hitCondition: '2' }] });
        });
        await client.scope('Variables');
        await client.scope('Input');
        await client.scope('Task');
        const frameId = await client.top();
        for (const [expression, context] of [
            ['$order + 1', 'hover'],
            ['$context', 'watch'],
            ['$workflow.input.orders[]', 'repl'],
            ['{a: [1, 2]}', 'clipboard'],
            ['$secrets', 'repl'],
            ['.x.y.z | error', 'repl'],
            ['[range(1e12)]', 'repl'],
            ['1 +', 'repl'],
        ]) {
            await client.ask('evaluate', { expression, frameId, context });
        }
        const many = await client.ask('evaluate', { expression: '$workflow.input.many', frameId, context: 'watch' });
        const variablesReference = many.body.variablesReference;
        await client.ask('variables', { variablesReference, filter: 'indexed', start: 2498, count: 5 });
        const ranges = await client.ask('variables', { variablesReference });
        await client.ask('variables', { variablesReference: ranges.body.variables[2].variablesReference, start: 498, count: 9 });
        await client.ask('completions', { text: '$or', column: 4, frameId });
        await client.ask('completions', { text: '$context.t', column: 11, frameId });
        await client.ask('loadedSources', {});
        await client.go('next', { threadId: 1 });
        await client.ask('scopes', { frameId });
        await client.ask('variables', { variablesReference });
        await client.ask('setVariable', { variablesReference, name: '0', value: '1' });
    },

    /** Calls are made once, when the run is let past them, and never on the way through its past. */
    async live(client) {
        const http = require('http');
        const calls = { count: 0, held: null };
        const server = http.createServer((request, response) => {
            calls.count++;
            const answer = () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"price":7}');
            if (request.url === '/slow') {
                calls.held = answer;
                lines.push('## the server is asked');
            } else {
                answer();
            }
        });
        await new Promise(listening => server.listen(0, '127.0.0.1', listening));
        const called = () => lines.push(`## calls: ${calls.count}`);
        const base = `http://127.0.0.1:${server.address().port}`;
        const program = path.join(folder, 'prices.flow.yaml');
        server.unref();
        await begin(client, 'launch', { program, input: { base }, stopOnEntry: true });
        called();
        await client.go('next', { threadId: 1 });
        called();
        await client.ask('evaluate', { expression: '.price', frameId: await client.top(), context: 'watch' });
        await client.go('stepBack', { threadId: 1 });
        await client.go('next', { threadId: 1 });
        await client.go('reverseContinue', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        called();
        const stopped = client.waitForEvent('stopped', 20000);
        await client.ask('continue', { threadId: 1 });
        while (calls.held === null) {
            await new Promise(setImmediate);
        }
        await client.ask('threads', {});
        await client.ask('pause', { threadId: 1 });
        await stopped;
        await client.scope('Effect');
        await client.go('stepBack', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        calls.held();
        await client.go('next', { threadId: 1 });
        called();
        await client.go('continue', { threadId: 1 });
        await client.go('reverseContinue', { threadId: 1 });
        await client.go('continue', { threadId: 1 });
        called();
        server.close();
        server.closeAllConnections();
    },

    async inner(client) {
        await begin(client, 'launch', { program: inner, input: {}, stopOnEntry: true });
        await client.go('continue', { threadId: 1 });
        await client.go('flowork/seek', { t: 1 });
        await client.go('next', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.ask('stackTrace', { threadId: 1 });
        await client.go('stepIn', { threadId: 1, granularity: 'statement' });
        await client.go('next', { threadId: 1 });
        await client.go('stepBack', { threadId: 1 });
        await client.go('stepOut', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.ask('stackTrace', { threadId: 1, levels: 1 });
        await client.scope('Part');
        await client.scope('Expression');
        await client.ask('evaluate', { expression: '.', frameId: await client.top(), context: 'watch' });
        await client.go('flowork/stepBackOut', { threadId: 1 });
        await client.go('next', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.go('stepIn', { threadId: 1 });
        await client.go('stepOut', { threadId: 1 });
        await client.scope('Effect');
        await client.go('stepOut', { threadId: 1 });
        await client.go('flowork/stepBackInto', { threadId: 1 });
        await client.go('flowork/stepBackInto', { threadId: 1, granularity: 'instruction' });
        await client.go('reverseContinue', { threadId: 1 });
        await client.go('flowork/seek', { t: 1000000 });
        const frameId = await client.top();
        await client.ask('flowork/lastWrite', { expression: '$context.total', frameId });
        await client.ask('flowork/lastWrite', { expression: '$context.nothing' });
        await client.ask('flowork/lastWrite', { expression: '1 + 1' });
        await client.ask('flowork/provenance', { expression: '$context.total' });
        await client.ask('flowork/provenance', { expression: '.done', frameId, values: 3 });
        await client.ask('flowork/provenance', { expression: '$nobody' });
        await client.ask('flowork/find', { expression: '.total > 1', which: 'first' });
        await client.ask('flowork/find', { expression: '.total > 1', which: 'sometimes' });
        await client.ask('evaluate', { expression: ':why $context.total', context: 'repl' });
    },

    async recording(client) {
        await begin(client, 'attach', { recording: path.join(folder, 'orders.flowrec') });
        const stack = await client.ask('stackTrace', { threadId: 1 });
        const source = stack.body.stackFrames[0].source;
        await client.ask('source', { source, sourceReference: source.sourceReference });
        await client.ask('source', { sourceReference: 99 });
        await client.ask('setBreakpoints', { source, breakpoints: [{ line: 8 }] });
        await client.go('continue', { threadId: 1 });
        await client.ask('attach', { recording: 'another.flowrec' });
        const terminated = client.waitForEvent('terminated', 20000);
        await client.ask('terminate', {});
        await terminated;
    },

    async refusals(client) {
        await client.ask('attach', {});
        await client.ask('initialize', { adapterID: 'flowork' });
        await client.ask('initialize', { adapterID: 'flowork' });
        await client.ask('setBreakpoints', { source: { path: file }, breakpoints: [{ line: 8 }] });
        await client.ask('configurationDone', {});
        await client.ask('continue', { threadId: 1 });
        await client.ask('launch', {});
        await client.ask('launch', { program: path.join(folder, 'nothing.flow.yaml') });
        await client.ask('attach', { recording: path.join(folder, 'damaged.flowrec') });
        await client.ask('attach', { run: 'no-such-run', program: file });
        await client.ask('attach', { engine: 'http://localhost:1' });
        await client.ask('nothingLikeThis', {});
    },
};

(async () => {
    const client = new Client(program, 'dap', 'flowork', { cwd: folder }, true);
    await client.start();
    try {
        await scenarios[scenario](client);
    } finally {
        await client.ask('disconnect', {});
        client.stopAdapter();
    }
    console.log(lines.join('\n'));
})().catch(error => {
    console.log(lines.join('\n'));
    console.error(error);
    process.exitCode = 1;
});
