package io.flowork.host.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.grammar.docs.DiagnosticPages;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import io.flowork.lsp.workspace.WorkspaceFiles.UnusableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditorFilesTest {
    private static final DiagnosticCode CODE = List.of(DiagnosticCode.values()).getFirst();
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private EditorFiles files(Map<String, String> environment) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new EditorFiles(new Surroundings(
                InputStream.nullInputStream(), nowhere, nowhere, environment, folder, Screen.NONE, Stopping.NEVER));
    }

    private EditorFiles files() {
        return files(Map.of("HOME", folder.resolve("home").toString()));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void theFilesAreThoseThatCheckLooksAt() throws IOException {
        Path b = write("b.flow.yaml", "b: 1");
        Path a = write("a/a.flow.json", "{}");
        write("a/a.txt", "no workflow");
        write(".git/a.flow.yaml", "a: 1");
        write("target/a.flow.yaml", "a: 1");
        assertThat(files().under(folder, 10)).containsExactly(a, b);
        assertThat(files().under(folder, 1)).hasSize(1);
        assertThat(files().under(folder.resolve("missing"), 10)).isEmpty();
    }

    @Test
    void aFileThatCannotBeReadHasNoText() throws IOException {
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "größe: 1".getBytes(StandardCharsets.ISO_8859_1));
        EditorFiles files = files();
        assertThat(files.read(write("bom.yaml", "\ufeffgröße: 1"))).contains("größe: 1");
        assertThat(files.read(latin)).isEmpty();
        assertThat(files.read(folder)).isEmpty();
        assertThat(files.read(folder.resolve("missing.yaml"))).isEmpty();
    }

    @Test
    void aPageOfACodeIsAFileInTheUsersCache() throws IOException {
        String name = "flowork/diagnostics/" + CODE.code() + ".md";
        Path atHome = folder.resolve("home/.cache").resolve(name);
        assertThat(files().page(CODE)).contains(atHome.toUri());
        assertThat(atHome).hasContent(DiagnosticPages.text(CODE));
        Path cache = folder.resolve("cache");
        assertThat(files(Map.of("HOME", "/nonexistent", "XDG_CACHE_HOME", cache.toString()))
                        .page(CODE))
                .contains(cache.resolve(name).toUri());
        assertThat(files(Map.of()).page(CODE)).as("nobody's machine").isEmpty();
    }

    @Test
    void aPageOfAnEarlierVersionIsWrittenAnewAndAnUnchangedOneIsNot() throws IOException {
        Path page = Path.of(files().page(CODE).orElseThrow());
        Files.setLastModifiedTime(page, LONG_AGO);
        assertThat(files().page(CODE)).contains(page.toUri());
        assertThat(Files.getLastModifiedTime(page)).isEqualTo(LONG_AGO);
        Files.writeString(page, "what an earlier version said");
        assertThat(files().page(CODE)).contains(page.toUri());
        assertThat(page).hasContent(DiagnosticPages.text(CODE));
    }

    @Test
    void whereNoPageCanBeWrittenThereIsNoLink() throws IOException {
        Path file = write("file", "where a folder should be");
        assertThat(files(Map.of("XDG_CACHE_HOME", file.toString())).page(CODE)).isEmpty();
    }

    @Test
    void severitiesAreThoseOfTheFolderTheFilesAreIn() throws Exception {
        write("strict/flowork.toml", "[check.severity]\nFW1502 = \"error\"\n");
        write("wrong/flowork.toml", "[check.severity]\nFW1502 = \"loud\"\n");
        EditorFiles files = files();
        assertThat(files.severities(folder.resolve("strict"))).isEqualTo(SeverityRules.of(Map.of("FW1502", "error")));
        assertThat(files.severities(folder)).isEqualTo(SeverityRules.NONE);
        assertThatThrownBy(() -> files.severities(folder.resolve("wrong")))
                .isInstanceOf(UnusableException.class)
                .hasMessageContaining("flowork.toml")
                .hasMessageContaining("loud");
    }
}
