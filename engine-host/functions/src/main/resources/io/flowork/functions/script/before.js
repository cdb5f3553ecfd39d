{
  const invoke = globalThis.java_invoke;
  const io = globalThis.Javy.IO;
  const parse = JSON.parse;
  const host = (name, code = '') => parse(invoke('flowork', name, '[' + code + ']'));
  for (const name of ['java_invoke', 'Javy', 'plugin', 'quickjs4j_engine']) delete globalThis[name];
  const given = parse(host('given'));
  const encoder = new TextEncoder();
  const write = (fd, data) => {
    const bytes = typeof data === 'string' ? encoder.encode(data) : data;
    for (let at = 0; at < bytes.length; ) at += io.writeSync(fd, bytes.subarray(at, at + 65536));
    return true;
  };
  const shown = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof Error) return value + (value.stack ? '\n' + value.stack.trimEnd() : '');
    if (typeof value === 'object' && value !== null) {
      try { return JSON.stringify(value); } catch (e) { return String(value); }
    }
    return String(value);
  };
  const print = (fd) => (...values) => { write(fd, values.map(shown).join(' ') + '\n'); };
  globalThis.console = { log: print(1), info: print(1), debug: print(1), error: print(2), warn: print(2), trace: print(2) };
  const process = {
    argv: ['node', 'script.js', ...given.arguments],
    env: given.environment,
    exitCode: undefined,
    exit: (code) => host('exit', Math.trunc(code ?? process.exitCode ?? 0) || 0),
    stdin: { fd: 0 },
    stdout: { fd: 1, write: (data) => write(1, data) },
    stderr: { fd: 2, write: (data) => write(2, data) },
  };
  const descriptor = (file) => {
    const fd = ['/dev/stdin', '/dev/stdout', '/dev/stderr'].indexOf(file);
    if (typeof file === 'number' && file >= 0 && file <= 2) return file;
    if (fd >= 0) return fd;
    throw new Error('the sandbox has no files: only standard input, output and errors');
  };
  const fs = {
    readFileSync: (file, options) => {
      if (descriptor(file) !== 0) throw new Error('only standard input can be read');
      const encoding = typeof options === 'string' ? options : options?.encoding;
      const bytes = encoder.encode(given.stdin);
      return encoding ? given.stdin : Object.assign(bytes, { toString: () => given.stdin });
    },
    writeSync: (fd, data) => { write(descriptor(fd), data); return data.length; },
    writeFileSync: (file, data) => { write(descriptor(file), data); },
  };
  fs.default = fs;
  process.default = process;
  const modules = { fs, process, 'node:fs': fs, 'node:process': process };
  globalThis.process = process;
  globalThis.require = (name) => {
    if (!Object.hasOwn(modules, name)) throw new Error(`the sandbox has no module '${name}': only node:fs and node:process`);
    return modules[name];
  };
  globalThis.__flowork = {
    ended: () => host('ended', Math.trunc(process.exitCode ?? 0) || 0),
    failed: (e) => {
      const stack = String(e?.stack ?? '').replace(/\s*at <anonymous> \(function\.mjs:1:\d+\)\s*$/, '').trimEnd()
        .replace(/\(?function\.mjs:(\d+)/g, (at, line) => at.replace(line, String(line - 1)).replace('function.mjs', 'script.js'));
      write(2, String(e) + '\n' + (stack ? stack + '\n' : ''));
      host('ended', 1);
    },
  };
}
