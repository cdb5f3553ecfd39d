package io.flowork.host.workspace;

import io.flowork.host.exit.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads text files, and says plainly why one cannot be read. */
public final class FileText {
    /** The largest workflow file that is looked at, in bytes; whether it has too many characters is the language's affair. */
    static final long LARGEST = 64L << 20;

    private FileText() {}

    /**
     * The text of a file in UTF-8, without a byte order mark.
     *
     * @param file the file
     * @param name how messages call it
     * @throws CommandException if it cannot be read
     */
    public static String read(Path file, String name) {
        try {
            if (Files.isDirectory(file)) {
                throw CommandException.usage("%s is a folder; name a file".formatted(name));
            }
            if (Files.size(file) > LARGEST) {
                throw CommandException.usage(
                        "%s has %,d bytes; a workflow may have up to 16 million characters. Move its data to the input or to a file of its own"
                                .formatted(name, Files.size(file)));
            }
            String text = decode(Files.readAllBytes(file), name);
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static String decode(byte[] bytes, String name) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw CommandException.usage("%s:%d: not UTF-8 text. Save the file in UTF-8".formatted(name, line));
        }
    }

    /** The refusal of a file that cannot be read. */
    public static CommandException unreadable(String name, IOException e) {
        String why = switch (e) {
            case NoSuchFileException n -> "there is no such file. Check the path";
            case AccessDeniedException a -> "you may not read it. Check its permissions";
            default -> "it cannot be read: " + e.getMessage();
        };
        return CommandException.usage(name + ": " + why);
    }
}
