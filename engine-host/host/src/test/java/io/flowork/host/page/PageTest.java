package io.flowork.host.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.EngineHost;
import io.flowork.host.serve.ServeOptions;
import io.flowork.host.serve.StartedHost;
import io.flowork.host.serve.Upkeep;
import io.flowork.runtime.Secrets;
import io.flowork.store.Store;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page at {@code /}, in a Chromium. What it looks like is in {@code target/page}; {@code -Dupdate.golden} makes the
 * pictures of the documentation from it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PageTest {
    private static final int MANY = 10_000;
    private static final String TIMELINE = "document.querySelector('flowork-timeline')";
    private static final String READY = "document.getElementById('main').dataset.ready === 'true'";

    private static final String ORDER = """
            # An order is checked, paid and packed; a payment that fails is tried again.
            document:
              dsl: '1.0.3'
              namespace: shop
              name: order
              version: '2.1.0'
            do:
              - check:
                  switch:
                    - empty: {when: '.items | length == 0', then: refuse}
                    - usual: {then: reserve}
              - reserve:
                  for: {each: item, in: .items}
                  do:
                    - take:
                        set: '${ .taken += [$item.sku] }'
                        export: {as: '{reserved: .taken}'}
              - pay:
                  try:
                    - charge:
                        if: .total > 0
                        set: '${ . + {charged: .total} }'
                    - confirm:
                        raise:
                          error:
                            type: https://shop.example/errors/declined
                            status: 402
                            title: Payment declined
                            detail: '${ "The card of \\"\\(.customer)\\" was declined" }'
                  catch:
                    retry: {delay: {milliseconds: 5}, limit: {attempt: {count: 2}}}
              - deliver:
                  fork:
                    branches:
                      - pack: {set: {packed: true}}
                      - label: {set: {labelled: true}}
              - done: {set: {ok: true}, then: end}
              - refuse:
                  raise:
                    error: {type: 'https://shop.example/errors/empty', status: 400, title: Nothing ordered}
            """;

    private static final String DELIVERY = """
            document: {dsl: '1.0.3', namespace: shop, name: delivery, version: '1.0.0'}
            do:
              - pick:
                  fork:
                    branches:
                      - shelf: {do: [{walk: {wait: {milliseconds: 20}}}, {grab: {set: {shelf: 4}}}]}
                      - label: {set: {printed: true}}
              - guarded:
                  try:
                    - drive: {raise: {error: {type: 'https://shop.example/errors/road', status: 503, title: Road closed}}}
                  catch:
                    do:
                      - detour: {set: {via: coast}, export: {as: '{route: .via}'}}
              - deliver:
                  raise:
                    error:
                      type: https://shop.example/errors/nobody-home
                      status: 410
                      title: Nobody home
                      detail: '${ "Parcel \\($workflow.input.parcel) cannot be delivered" }'
            """;

    private static final String COUNT = """
            document: {dsl: '1.0.3', namespace: shop, name: stocktaking, version: '1.0.0'}
            do:
              - shelves:
                  for: {each: n, in: '${ [range($input.turns)] }'}
                  do:
                    - count: {set: {sum: '${ (.sum // 0) + $n }'}}
            """;

    private static final String BELL =
            "document: {dsl: '1.0.3', namespace: shop, name: bell, version: '1.0.0'}\ndo: [{wait: {listen: {to: {one: {with: {type: ring}}}}}}]";

    @TempDir
    static Path base;

    private static EngineHost host;
    private static URI address;
    private static String token;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static String order;
    private static String delivery;
    private static String stocktaking;
    private static String retried;

    private static @Nullable Chromium chromium;
    private Chromium browser;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Chromium.installed();
        assumeTrue(
                program.isPresent(),
                "There is no Chromium here, so the page was not tested. Install it: apt-get install chromium");
        chromium = Chromium.start(program.get(), Files.createTempDirectory("flowork-chromium"));
        Path folder = Files.createDirectory(base.resolve("data"));
        fill(folder);
        StartedHost started = StartedHost.of(
                StartedHost.options(folder, 0, ServeOptions.Parts.BOTH, 1 << 20, Upkeep.NONE, Secrets.NONE));
        host = started.host();
        address = started.address().resolve("/");
        token = Files.readString(folder.resolve("token")).strip();
        for (String text : List.of(ORDER, DELIVERY, COUNT, BELL)) {
            post("v1/workflows", "application/yaml", text);
        }
        stocktaking = started("stocktaking", "{\"turns\": 33500}");
        for (int i = 0; i < 3; i++) {
            delivery = started("delivery", "{\"parcel\": " + (4_711 + i) + "}");
        }
        for (String name : List.of("Ada", "Grace")) {
            order = started("order", """
                    {"customer": "%s", "total": 42.5, "items": [{"sku": "pen-1"}, {"sku": "ink-7"}, {"sku": "paper-a4"}]}""".formatted(name));
        }
        retried = started("delivery", "{\"parcel\": 1}");
        started("bell", "{}");
    }

    /** Runs of the past months. */
    private static void fill(Path folder) {
        long now = System.currentTimeMillis() - 3_600_000;
        try (Store store = SqliteStore.open(folder)) {
            StoredProgram program = StoredProgram.of("shop", "order", "2.0.0", "yaml", ORDER + "# before");
            StoredProgram other = StoredProgram.of("office", "report", "1.4.0", "yaml", COUNT + "# report");
            List<Write> writes = new ArrayList<>(List.of(new Write.PutProgram(program), new Write.PutProgram(other)));
            for (int i = 0; i < MANY; i++) {
                String id = "01890000-0000-7000-8000-%012d".formatted(i);
                long at = now - (MANY - i) * 240_000L;
                StoredProgram its = i % 3 == 0 ? other : program;
                writes.add(new Write.CreateRun(id, its.hash(), Status.RUNNING, 1, at, JsonObject.EMPTY, null));
                boolean faulted = i % 17 == 0;
                WorkflowError error = WorkflowError.of(
                                WorkflowError.Kind.COMMUNICATION,
                                i % 2 == 0
                                        ? "GET http://stock.example/items/" + i + " answered 503"
                                        : "The lease " + i + " was lost")
                        .at("/do/0/check");
                writes.add(new Write.UpdateRun(
                        id,
                        faulted ? Status.FAULTED : i % 23 == 0 ? Status.CANCELLED : Status.COMPLETED,
                        at + 5,
                        at + 40 + i % 900,
                        faulted ? null : JsonObject.EMPTY,
                        faulted ? error.toJson() : null));
            }
            Store.await(store.submit(writes));
        }
    }

    private static JsonObject post(String path, String type, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return (JsonObject) JsonReader.parse(answer.body());
    }

    private static String started(String name, String input) throws IOException, InterruptedException {
        String wait = name.equals("bell") ? "PT0S" : "PT60S";
        JsonObject answer = post(
                "v1/runs",
                "application/json",
                "{\"workflow\": {\"namespace\": \"shop\", \"name\": \"%s\"}, \"input\": %s, \"wait\": \"%s\"}"
                        .formatted(name, input, wait));
        return ((JsonString) answer.get("runId")).value();
    }

    @AfterAll
    static void stop() throws IOException {
        if (chromium != null) {
            chromium.close();
        }
        if (host != null) {
            host.stop();
        }
        HTTP.shutdownNow();
    }

    @BeforeEach
    void open() {
        browser = chromium;
        browser.openTab();
    }

    /** Whatever a test does, nothing leaves the origin and nothing is complained about. */
    @AfterEach
    void nothingLeaves() {
        assertThat(browser.requests())
                .isNotEmpty()
                .allMatch(url -> url.startsWith(address.toString()) || url.startsWith("about:"))
                .noneMatch(url -> url.contains(token));
        assertThat(browser.complaints()).isEmpty();
        browser.closeTab();
    }

    // --- helpers ---

    private void visit(String hash) {
        browser.open(address + "#token=" + token);
        browser.await(
                "document.readyState === 'complete' && sessionStorage.getItem('flowork-token') !== null && " + READY);
        if (!browser.text("location.hash").equals(hash)) {
            browser.eval("void (delete document.getElementById('main').dataset.ready, location.hash = '" + hash + "')");
            browser.await(READY);
        }
    }

    private void picture(String name) throws IOException {
        browser.eval(
                "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(1), 150))))");
        browser.picture(Path.of("target", "page", name + ".png"));
        if (System.getProperty("update.golden") != null && name.startsWith("page-")) {
            browser.picture(root().resolve("docs/images/" + name + ".png"));
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = at.getParent();
        }
        return at;
    }

    private long rows() {
        return browser.number("document.querySelectorAll('tbody tr').length");
    }

    private String state() {
        String values = "document.querySelector('flowork-values').shadowRoot";
        browser.await("!" + values + ".querySelector('[aria-busy]')"); // lines are drawn with the next frame
        return browser.text("[...%s.querySelectorAll('.line')].map(l => l.textContent).join('\\n')".formatted(values));
    }

    private void at(long t) {
        browser.await("document.getElementById('main').dataset.t === '" + t + "' && " + TIMELINE + ".value === " + t);
    }

    // --- tests ---

    @Test
    void itAsksForTheTokenOnceAndKeepsItInTheTab() {
        browser.open(address.toString());
        browser.await("document.activeElement?.id === 'token'");
        browser.type("wrong");
        browser.key("Enter");
        browser.await("document.querySelector('[role=alert]')?.textContent.includes('not the engine') === true");
        browser.type(token);
        browser.key("Enter");
        browser.await("document.querySelectorAll('tbody tr').length > 0");
        assertThat(browser.text("location.href")).doesNotContain(token);
        browser.open(address + "#/errors");
        browser.await("document.querySelectorAll('tbody tr').length > 0");
    }

    @Test
    void aLinkWithTheTokenLeavesItNowhere() {
        visit("#/");
        assertThat(browser.text("location.href")).isEqualTo(address + "#/");
        assertThat(browser.number("history.length")).isLessThanOrEqualTo(3);
    }

    @Test
    void tenThousandRunsAreListedAtOnceAndFiltered() throws IOException {
        visit("#/");
        assertThat(rows()).isEqualTo(50);
        picture("page-list");
        long first = browser.number(
                "(async () => { const before = performance.now(); await fetch('/v1/runs?limit=50', {headers: {Authorization: 'Bearer ' + sessionStorage.getItem('flowork-token')}}).then(r => r.text()); return performance.now() - before })()");
        System.out.println("first list of " + MANY + " runs: " + first + " ms");
        browser.key("/");
        browser.type("declined");
        browser.await("document.querySelectorAll('tbody tr').length === 2");
        assertThat(browser.text("document.querySelector('tbody').innerText"))
                .contains("The card of \"Ada\" was declined");
        assertThat(browser.text("location.hash")).isEqualTo("#/?text=declined");
        browser.eval("document.querySelector('[type=search]').select()");
        browser.type("shop/bell");
        browser.await("document.querySelectorAll('tbody tr').length === 1");
        visit("#/?status=faulted&workflow=office%2Freport");
        assertThat(browser.text(
                        "[...new Set([...document.querySelectorAll('tbody .status')].map(s => s.textContent))].join()"))
                .isEqualTo("faulted");
        assertThat(rows()).isEqualTo(50);
        browser.click("document.querySelector('.more button')");
        browser.await("document.querySelectorAll('tbody tr').length === 100");
        visit("#/?hours=1&status=completed");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void theListIsUsedByKeyboardAndOpensARun() {
        visit("#/?text=Nobody");
        assertThat(rows()).isEqualTo(4);
        browser.key("ArrowDown");
        browser.key("ArrowDown");
        browser.key("ArrowDown");
        browser.key("ArrowUp");
        browser.key("Enter");
        browser.await("location.hash.startsWith('#/runs/" + delivery + "') && " + READY
                + " && document.querySelector('.fault') !== null");
        browser.key("Escape");
        browser.await("document.querySelectorAll('tbody tr').length === 50");
    }

    @Test
    void faultedRunsAreGrouped() throws IOException {
        visit("#/errors");
        assertThat(browser.text("document.querySelector('tbody').innerText"))
                .contains("Nobody home")
                .contains("answered 503")
                .contains("was lost");
        assertThat(rows())
                .as("two of the order, two of the report, one of each workflow above")
                .isEqualTo(6);
        assertThat(browser.eval("document.querySelector('.more').checkVisibility()"))
                .isEqualTo(JsonBoolean.FALSE);
        picture("errors");
        browser.click("[...document.querySelectorAll('tbody a')].find(a => a.textContent.includes('Nobody'))");
        browser.await("location.hash.includes('fingerprint=') && document.querySelectorAll('tbody tr').length === 4");
        browser.click("[...document.querySelectorAll('.filters button')].find(b => b.textContent.includes('group'))");
        browser.await("document.querySelectorAll('tbody tr').length === 50");
    }

    @Test
    void aFaultedRunShowsItsErrorAndEveryStep() throws IOException {
        visit("#/?status=faulted");
        browser.eval(
                "void (window.began = performance.now(), new MutationObserver(() => { if (" + READY
                        + " && document.getElementById('main').dataset.t) window.took ??= performance.now() - window.began }).observe(document.getElementById('main'), {attributes: true}))");
        browser.eval("void (location.hash = '#/runs/" + order + "')");
        browser.await("window.took !== undefined");
        System.out.println("a run is usable after " + browser.number("window.took") + " ms");
        String head = browser.text("document.querySelector('.fault').innerText");
        assertThat(head)
                .contains("402 Payment declined")
                .contains("The card of \"Grace\" was declined")
                .contains("confirm, line");
        assertThat(browser.number(TIMELINE + ".value"))
                .as("it opens where the error was raised, before that went on outwards")
                .isEqualTo(browser.number(TIMELINE + ".last") - 2);
        assertThat(state()).contains("Error").contains("Payment declined").contains("Context");
        picture("page-run");
        browser.eval("document.querySelector('flowork-timeline').focus()");
        browser.key("End");
        browser.await("document.querySelector('.program li.current') === null");
        browser.click("document.querySelector('.fault button')");
        browser.await("document.querySelector('.program li.current')?.textContent.includes('confirm') === true");
        assertThat(browser.text("document.querySelector('.program li.failed').textContent"))
                .contains("- confirm:");
        assertThat(
                        browser.text(
                                "document.querySelector('flowork-diagram').shadowRoot.querySelector('.current').getAttribute('aria-label')"))
                .isEqualTo("confirm, raise, faulted, visited, current");
        browser.click(
                "[...document.querySelector('flowork-diagram').shadowRoot.querySelectorAll('.task')].find(g => g.textContent.includes('take'))");
        browser.await("document.querySelector('.program li.current')?.textContent.includes('take') === true");
        assertThat(
                        browser.eval(
                                "document.querySelector('flowork-diagram').shadowRoot.querySelector('[aria-label^=done]').classList.contains('visited')"))
                .isEqualTo(JsonBoolean.FALSE);
    }

    @Test
    void keyboardAndMouseShowTheSameStateAtTheSameStep() {
        visit("#/runs/" + delivery);
        long last = browser.number(TIMELINE + ".last");
        browser.eval(TIMELINE + ".focus()");
        browser.key("Home");
        at(0);
        String first = state();
        for (int i = 0; i < 5; i++) {
            browser.key("ArrowRight");
        }
        at(5);
        String fifth = state();
        assertThat(fifth).isNotEqualTo(first);
        assertThat(browser.text(TIMELINE + ".shadowRoot.querySelector('[role=slider]').getAttribute('aria-valuetext')"))
                .startsWith("step 5 of " + last);
        browser.key("End");
        at(last);
        browser.key("PageDown");
        browser.await("Number(document.getElementById('main').dataset.t) < " + last);
        browser.key("Home");
        at(0);
        browser.key("e");
        browser.await("document.querySelector('.position output').textContent.includes('raised')");
        String box = TIMELINE + ".shadowRoot.querySelector('canvas').getBoundingClientRect()";
        long left = browser.number(box + ".left");
        long width = browser.number(box + ".width");
        long y = browser.number(box + ".top + 25");
        long x = left + 96 + Math.round((width - 96 - 10) * 5.0 / last);
        browser.mouse("mousePressed", x, y);
        browser.mouse("mouseReleased", x, y);
        at(5);
        assertThat(state()).isEqualTo(fifth);
        assertThat(browser.text("location.hash")).isEqualTo("#/runs/" + delivery + "?t=5");
        browser.mouse("mousePressed", x, y);
        browser.mouse("mouseMoved", left + width - 10, y);
        browser.mouse("mouseReleased", left + width - 10, y);
        at(last);
    }

    @Test
    void aLinkLeadsToAStep() {
        visit("#/runs/" + delivery + "?t=7");
        at(7);
        browser.eval("void (location.hash = '#/runs/" + delivery + "?t=3')");
        at(3);
        visit("#/runs/no-such-run");
        assertThat(browser.text("document.getElementById('main').innerText")).contains("There is no run no-such-run");
    }

    @Test
    void aHundredThousandStepsAreScrubbed() throws IOException {
        visit("#/runs/" + stocktaking);
        long last = browser.number(TIMELINE + ".last");
        assertThat(last).isGreaterThan(100_000);
        at(last);
        picture("many");
        browser.eval(TIMELINE + ".focus()");
        browser.key("Home");
        at(0);
        long before = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            browser.key("PageUp");
        }
        browser.await("Number(document.getElementById('main').dataset.t) > 90000");
        System.out.println("ten far steps over " + last + ": " + (System.nanoTime() - before) / 1_000_000 + " ms");
        long t = browser.number(TIMELINE + ".value");
        for (int i = 0; i < 12; i++) {
            browser.key("+");
        }
        browser.await(TIMELINE + ".step(" + t + ") !== undefined");
        browser.key("ArrowLeft");
        at(t - 1);
        String slow = browser.text("""
                (async () => {
                  const timeline = document.querySelector('flowork-timeline');
                  const took = [];
                  for (let i = 0; i < 40; i++) {
                    const before = performance.now();
                    timeline.seek((i * 2503) % timeline.last);
                    await new Promise(requestAnimationFrame);
                    took.push(performance.now() - before);
                  }
                  took.sort((a, b) => a - b);
                  return String(Math.round(took[20])) + ' ms (median), ' + Math.round(took[39]) + ' ms (slowest)';
                })()""");
        System.out.println("a frame while scrubbing: " + slow);
        at(browser.number(TIMELINE + ".value"));
        browser.await(TIMELINE + ".step(" + TIMELINE + ".value) !== undefined");
        picture("many-near");
    }

    @Test
    void aRunAtWorkIsToldWhatToDoAfterAQuestion() {
        visit("#/?text=shop%2Fbell");
        browser.click("document.querySelector('tbody a')");
        browser.await(
                "document.querySelector('.commands button') !== null && document.querySelector('.badge')?.textContent === 'waiting'");
        browser.click("[...document.querySelectorAll('.commands button')].find(b => b.textContent === 'Suspend')");
        browser.await("document.querySelector('dialog')?.open === true");
        browser.key("Escape");
        browser.await("document.querySelector('dialog') === null");
        browser.click("[...document.querySelectorAll('.commands button')].find(b => b.textContent === 'Suspend')");
        browser.await("document.querySelector('dialog')?.open === true");
        browser.click("document.querySelector('dialog .primary')");
        browser.await(
                "document.querySelector('dialog') === null && document.querySelector('.badge')?.textContent === 'suspended'");
        browser.click("[...document.querySelectorAll('.commands button')].find(b => b.textContent === 'Resume')");
        browser.await("document.querySelector('dialog')?.open === true");
        browser.click("document.querySelector('dialog .primary')");
        browser.await(
                "document.querySelector('dialog') === null && document.querySelector('.badge')?.textContent === 'waiting'");
    }

    @Test
    void aFaultedRunIsTriedAgain() {
        visit("#/runs/" + retried);
        long before = browser.number(TIMELINE + ".last");
        browser.click("[...document.querySelectorAll('.commands button')].find(b => b.textContent === 'Retry')");
        browser.await("document.querySelector('dialog')?.open === true");
        browser.click("document.querySelector('dialog .primary')");
        browser.await(
                TIMELINE + ".last > " + before + " && document.querySelector('.badge')?.textContent === 'faulted'");
        browser.await("document.querySelector('.fault') !== null && !document.querySelector('.fault').hidden");
    }

    @Test
    void darkLightAndHighContrastAreThere() throws IOException {
        visit("#/runs/" + delivery + "?t=12");
        at(12);
        String light = browser.text("getComputedStyle(document.documentElement).backgroundColor");
        picture("light");
        browser.media("prefers-color-scheme", "dark");
        assertThat(browser.text("getComputedStyle(document.documentElement).backgroundColor"))
                .isNotEqualTo(light);
        picture("page-dark");
        browser.media("forced-colors", "active", "prefers-color-scheme", "dark");
        assertThat(browser.eval("matchMedia('(forced-colors: active)').matches"))
                .isEqualTo(JsonBoolean.TRUE);
        picture("contrast");
        browser.media("prefers-color-scheme", "light");
        browser.size(420, 900);
        picture("narrow");
        assertThat(browser.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(420);
        assertThat(browser.eval("[...document.querySelectorAll('.pane')].every(p => p.clientWidth > 350)"))
                .isEqualTo(JsonBoolean.TRUE);
    }

    /** What assistive technology needs: everything one can use has a role and a name, and text has contrast. */
    @Test
    void everythingHasANameAndTextCanBeRead() {
        for (String hash : List.of("#/", "#/errors", "#/runs/" + delivery + "?t=12")) {
            for (String scheme : List.of("light", "dark")) {
                browser.media("prefers-color-scheme", scheme);
                visit(hash);
                assertThat(((JsonArray) browser.eval(CHECKS)).toString())
                        .as(hash + " " + scheme)
                        .isEqualTo("[]");
            }
        }
    }

    private static final String CHECKS = """
            (() => {
              const problems = [];
              const all = [];
              const collect = root => { for (const e of root.querySelectorAll('*')) { all.push(e); if (e.shadowRoot) collect(e.shadowRoot); } };
              collect(document);
              const seen = e => e.checkVisibility?.({visibilityProperty: true}) && e.getClientRects().length;
              const named = e => (e.getAttribute('aria-label') || document.getElementById(e.getAttribute('aria-labelledby'))?.textContent
                || e.labels?.[0]?.textContent || e.textContent || e.title || e.alt || '').trim();
              for (const e of all) {
                if (!seen(e)) continue;
                const usable = e.matches('a[href], button, input, select, textarea, [tabindex="0"], [role=button], [role=slider], [role=tree]');
                if (usable && !named(e)) problems.push('no name: ' + e.outerHTML.slice(0, 90));
                if (e.matches('[tabindex="0"]') && !e.matches('button, a, input, select') && !e.getAttribute('role')) problems.push('no role: ' + e.outerHTML.slice(0, 90));
                if (e.matches('img:not([alt])')) problems.push('no alt: ' + e.outerHTML.slice(0, 90));
              }
              const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
              if (new Set(ids).size !== ids.length) problems.push('an id twice');
              if (!document.documentElement.lang) problems.push('no language');
              if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
              if (!document.querySelector('main')) problems.push('no main');
              const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
              const rgb = c => { pen.clearRect(0, 0, 1, 1); pen.fillStyle = c; pen.fillRect(0, 0, 1, 1); return [...pen.getImageData(0, 0, 1, 1).data]; };
              const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
              const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] / 255 + below[i] * (1 - top[3] / 255)).concat(255);
              const ground = e => { const layers = []; for (let at = e; at; at = at.parentElement ?? at.getRootNode().host) layers.push(rgb(getComputedStyle(at).backgroundColor)); return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 255]); };
              for (const e of all) {
                if (!seen(e) || e.closest('svg, :disabled, .unseen') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
                const style = getComputedStyle(e);
                const below = ground(e);
                const a = light(over(rgb(style.color), below)), b = light(below);
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < 4.5) problems.push('contrast ' + ratio.toFixed(2) + ': ' + e.className + ' ' + e.textContent.slice(0, 30));
              }
              return problems;
            })()""";

    /** Workflows by chance: nothing lies on anything else, everything is inside what it belongs to. */
    @Test
    void aDiagramHasRoomForEverything() {
        visit("#/");
        long seed = System.nanoTime() & 0x7fff_ffff;
        System.out.println("PageTest seed " + seed);
        assertThat(browser.text(LAYOUTS.replace("SEED", Long.toString(seed)))).isEqualTo("300 workflows");
    }

    private static final String LAYOUTS = """
            (async () => {
              const { layout } = await import('/page/timeline/layout.js');
              let state = SEED;
              const chance = n => { state = (state * 1103515245 + 12345) % 2147483648; return Math.floor(state / 65536) % n; };
              for (let round = 0; round < 300; round++) {
                const tasks = [];
                const list = (parent, section, depth) => {
                  const size = 1 + chance(4);
                  const names = [...Array(size).keys()].map(i => `${parent}/${section}/${i}`);
                  names.forEach((reference, i) => {
                    const kind = depth < 4 ? ['set', 'do', 'for', 'fork', 'try', 'switch', 'wait'][chance(7)] : 'set';
                    const next = names[i + 1] ?? 'exit';
                    const then = kind === 'switch'
                      ? [{to: names[chance(size)], label: 'one'}, {to: next, label: null}]
                      : [{to: ['end', 'exit', names[chance(size)], next, next, next][chance(6)], label: null}];
                    tasks.push({reference, parent, section, name: 't' + tasks.length, kind, subject: null, conditional: false, then: section === 'branch' ? [] : then});
                    if (kind === 'do' || kind === 'for' || kind === 'try') list(reference, 'do', depth + 1);
                    if (kind === 'try' && chance(2)) list(reference, 'catch', depth + 1);
                    if (kind === 'fork') list(reference, 'branch', depth + 1);
                  });
                };
                list('/', 'do', 0);
                const made = layout(tasks);
                if (made.nodes.length !== tasks.length) return `round ${round}: ${made.nodes.length} of ${tasks.length} tasks`;
                const at = new Map(made.nodes.map(n => [n.task.reference, n]));
                const apart = (a, b) => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
                for (const a of made.nodes) {
                  const around = at.get(a.task.parent) ?? {x: 0, y: 0, width: made.width, height: made.height};
                  if (a.x < around.x || a.y < around.y || a.x + a.width > around.x + around.width || a.y + a.height > around.y + around.height) return `round ${round}: ${a.task.reference} sticks out`;
                  for (const b of made.nodes) if (a !== b && a.task.parent === b.task.parent && !apart(a, b)) return `round ${round}: ${a.task.reference} lies on ${b.task.reference}`;
                }
                for (const edge of made.edges) for (const [x, y] of edge.points) {
                  if (!(x >= 0 && y >= 0 && x <= made.width + 4 && y <= made.height)) return `round ${round}: a way from ${edge.from} leads outside: ${x}, ${y} of ${made.width}, ${made.height}`;
                }
              }
              return '300 workflows';
            })()""";

    @Test
    void filesAreServedWithTheirTypeAndAPolicy() throws IOException, InterruptedException {
        HttpResponse<String> page = get("", null);
        assertThat(page.headers().firstValue("content-type")).contains("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain(" onclick");
        String tag = page.headers().firstValue("etag").orElseThrow();
        assertThat(get("", tag).statusCode()).isEqualTo(304);
        visit("#/runs/" + delivery);
        long bytes = 0;
        for (String url : browser.requests().stream()
                .filter(each -> each.matches(".*/(page/.*)?$"))
                .distinct()
                .toList()) {
            HttpResponse<String> file = get(URI.create(url).getPath().substring(1), null);
            assertThat(file.statusCode()).as(url).isEqualTo(200);
            bytes += file.body().getBytes(StandardCharsets.UTF_8).length;
        }
        System.out.println("the page weighs " + bytes + " bytes");
        assertThat(bytes).isBetween(20_000L, 150_000L);
    }

    private static HttpResponse<String> get(String path, String tag) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/" + path));
        if (tag != null) {
            request.header("If-None-Match", tag);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
