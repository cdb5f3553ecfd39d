package io.flowork.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that the JDK's own tools have signed. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnsignedLibrariesTest {
    private static final String PASSWORD = "changeit";
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private static void tool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }

    private static Path jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String name : List.of("META-INF/services/a.Service", "META-INF/NOTICE", "a/a.txt")) {
                out.putNextEntry(new JarEntry(name));
                out.write(("content of " + name).getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return file;
    }

    /** Everything in a jar but its manifest, and who has signed it. */
    private static Map<String, String> content(Path jar) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry :
                    file.stream().filter(each -> !each.isDirectory()).toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        content.put(entry.getName(), text + (entry.getCodeSigners() == null ? "" : " (signed)"));
                    }
                }
            }
        }
        return content;
    }

    @Test
    void signaturesAreTakenOffAndTheRestStays() throws Exception {
        Path keys = folder.resolve("keys");
        for (String kind : List.of("RSA", "EC")) {
            tool(
                    "keytool",
                    "-genkeypair -keyalg %s -dname CN=test -storepass %s -keystore %s -alias %s"
                            .formatted(kind, PASSWORD, keys, kind)
                            .split(" ", -1));
        }
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        Path signed = jar(libraries.resolve("signed.jar"));
        Map<String, String> before = content(signed);
        for (String kind : List.of("RSA", "EC")) {
            tool("jarsigner", "-keystore", keys.toString(), "-storepass", PASSWORD, signed.toString(), kind);
        }
        assertThat(content(signed))
                .containsKeys("META-INF/RSA.SF", "META-INF/RSA.RSA", "META-INF/EC.SF", "META-INF/EC.EC")
                .containsEntry("a/a.txt", "content of a/a.txt (signed)");

        UnsignedLibraries.main(new String[] {libraries.toString()});

        assertThat(content(signed)).isEqualTo(before);
    }

    @Test
    void whatIsNotSignedIsNotWrittenAgain() throws Exception {
        Path plain = jar(folder.resolve("plain.jar"));
        Path bare = folder.resolve("bare.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(bare))) {
            out.putNextEntry(new JarEntry("a.txt"));
        }
        Path other = Files.writeString(folder.resolve("META-INF.SF"), "no jar");
        List<Path> all = List.of(plain, bare, other);
        Map<Path, String> before = new TreeMap<>();
        for (Path file : all) {
            Files.setLastModifiedTime(file, LONG_AGO);
            before.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        }

        UnsignedLibraries.main(new String[] {folder.toString()});

        for (Path file : all) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).isEqualTo(before.get(file));
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
        }
    }
}
