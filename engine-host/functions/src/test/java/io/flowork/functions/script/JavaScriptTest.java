package io.flowork.functions.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.spi.FunctionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaScriptTest {
    private static final JavaScript SANDBOX = new JavaScript(ScriptLimits.DEFAULT);

    private static ScriptOutcome run(String code) throws Exception {
        return SANDBOX.run(code, List.of(), Map.of(), null);
    }

    private static String printed(String code) throws Exception {
        ScriptOutcome outcome = run(code);
        assertThat(outcome.code()).as(outcome.stderr()).isZero();
        return outcome.stdout();
    }

    private static WorkflowError error(ScriptLimits limits, String code) {
        return catchThrowableOfType(
                        FunctionException.class, () -> new JavaScript(limits).run(code, List.of(), Map.of(), null))
                .error();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import { readFileSync } from 'node:fs'; console.log(readFileSync(process.stdin.fd, 'utf8'), process.argv[2], process.env.foo)",
                "const { readFileSync } = require('fs'); console.log(readFileSync(0, 'utf8'), process.argv[2], process.env.foo)",
                "import fs, { readFileSync as read } from \"fs\"\nimport * as p from 'process';\nprocess.stdout.write(`${read('/dev/stdin')} ${p.argv[2]} ${p.env.foo}`); fs.writeSync(1, '\\n')",
                "import {\n  readFileSync\n} from 'node:fs'\nimport process from 'node:process'\nconst text = await Promise.resolve(readFileSync(0).toString())\nconsole.log(text, process.argv[2], process.env.foo)",
            })
    void argumentsInputAndEnvironmentReachTheScript(String code) throws Exception {
        ScriptOutcome outcome = SANDBOX.run(code, List.of("hällo"), Map.of("foo", "bar"), "in \ud83d\ude00\n\"x\"");
        assertThat(outcome).isEqualTo(new ScriptOutcome(0, "in \ud83d\ude00\n\"x\" hällo bar\n", ""));
    }

    @Test
    void valuesArePrintedAsJson() throws Exception {
        assertThat(printed("console.log('a', 1, true, null, undefined, {a: [1, 'x']}, 10n)"))
                .isEqualTo("a 1 true null undefined {\"a\":[1,\"x\"]} 10\n");
        assertThat(run("console.error('no'); console.log('yes')")).isEqualTo(new ScriptOutcome(0, "yes\n", "no\n"));
    }

    @Test
    void theScriptChoosesItsExitCode() throws Exception {
        assertThat(run("console.log(1); try { process.exit(3) } catch (e) {} console.log(2)"))
                .isEqualTo(new ScriptOutcome(3, "1\n", ""));
        assertThat(run("process.exitCode = 4; console.log(1)")).isEqualTo(new ScriptOutcome(4, "1\n", ""));
        assertThat(run("process.exit()").code()).isZero();
    }

    @Test
    void anErrorSaysWhere() throws Exception {
        ScriptOutcome outcome = run("const a = 1;\nfunction inner() {\n  throw new TypeError('boo');\n}\ninner();");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.stderr())
                .startsWith("TypeError: boo\n")
                .contains("inner (script.js:3:")
                .contains("script.js:5:");
        assertThat(outcome.stderr()).doesNotContain("panicked").doesNotContain("function.mjs");
        assertThat(run("throw 'text'")).isEqualTo(new ScriptOutcome(1, "", "text\n"));
        assertThat(run("await Promise.reject(new Error('late'))").stderr()).startsWith("Error: late\n");
    }

    @Test
    void whatIsNoJavaScriptSaysWhere() throws Exception {
        ScriptOutcome outcome = run("let a = 1;\nlet x = ;\n");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.stderr())
                .contains("unexpected token")
                .contains("script.js:2:")
                .doesNotContain("panicked");
    }

    @Test
    void aPromiseThatNothingFulfilsEndsTheScript() throws Exception {
        ScriptOutcome outcome = run("await new Promise(() => {})");
        assertThat(outcome.code()).isEqualTo(13);
        assertThat(outcome.stderr()).contains("waited for a promise");
    }

    @Test
    void nothingOfAScriptReachesTheNext() throws Exception {
        printed("globalThis.left = 'behind'; Array.prototype.left = 'behind'; Object.prototype.toJSON = () => 'x'");
        assertThat(printed("console.log(typeof left, [].left, {a: 1})")).isEqualTo("undefined undefined {\"a\":1}\n");
    }

    @Test
    void theMachineIsOutOfReach() throws Exception {
        assertThat(
                        printed(
                                "console.log(Object.getOwnPropertyNames(globalThis).filter(n =>"
                                        + " /^(java.*|javy|plugin|quick.*|fetch|std|os|worker|load|xmlhttp.*|webassembly|deno|bun|print|performance|navigator|setTimeout)$/i.test(n)).join())"))
                .isEqualTo("\n");
        for (String attempt : List.of(
                "require('child_process')",
                "require('net')",
                "require('toString')",
                "require('node:fs').readFileSync('/etc/passwd', 'utf8')",
                "require('node:fs').writeFileSync('/tmp/flowork-escape', 'x')",
                "require('node:fs').readdirSync('/')",
                "fetch('http://127.0.0.1')",
                "await import('node:os')",
                "await import('/etc/passwd')",
                "process.binding('fs')",
                "java_invoke('flowork', 'given', '[]')")) {
            assertThat(run(attempt).code()).as(attempt).isEqualTo(1);
        }
        assertThat(printed("console.log(Object.keys(process.env).length)")).isEqualTo("0\n");
    }

    @Test
    void otherModulesAreNotThere() {
        WorkflowError error = error(ScriptLimits.DEFAULT, "import axios from 'axios';");
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "configuration");
        assertThat(error.detail()).contains("cannot import 'axios'", "run: shell");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for (;;) {}",
                "for (;;) { try { for (;;) {} } catch (e) {} }",
                "/(a+)+$/.test('a'.repeat(60) + 'b')",
                "for (;;) { await null; }",
                "const a = [3, 1, 2]; a.sort(() => { for (;;) {} })",
            })
    void aScriptWithoutEndIsStopped(String code) {
        WorkflowError error = error(new ScriptLimits(Duration.ofSeconds(3), 64L << 20, 1_000), code);
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "timeout");
        assertThat(error.detail()).contains("longer than PT3S");
    }

    @Test
    void memoryIsLimited() throws Exception {
        JavaScript small = new JavaScript(new ScriptLimits(Duration.ofMinutes(1), 16L << 20, 1_000));
        ScriptOutcome outcome =
                small.run("const a = []; for (;;) a.push('x'.repeat(1e5) + a.length)", List.of(), Map.of(), null);
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("out of memory");
    }

    @Test
    void recursionIsLimited() throws Exception {
        assertThat(printed("function f(n) { return n === 0 ? 0 : 1 + f(n - 1) } console.log(f(200))"))
                .isEqualTo("200\n");
        assertThat(error(ScriptLimits.DEFAULT, "function f() { return f() + 1 } f()")
                        .detail())
                .contains("nested too deeply");
    }

    @Test
    void outputIsLimited() {
        WorkflowError error = error(
                new ScriptLimits(Duration.ofMinutes(1), 16L << 20, 10_000),
                "for (;;) { try { console.log('x'.repeat(1000)) } catch (e) {} }");
        assertThat(error.detail()).contains("printed more than 10000 bytes");
    }

    @Test
    void aCancelledScriptStopsAtOnce() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        run("1");
        Thread call = Thread.ofVirtual().start(() -> {
            started.countDown();
            try {
                run("for (;;) {}");
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
        call.interrupt();
        assertThat(call.join(Duration.ofSeconds(30))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("script") && thread.isAlive()))
                .allSatisfy(
                        thread -> assertThat(thread.join(Duration.ofSeconds(5))).isTrue());
    }
}
