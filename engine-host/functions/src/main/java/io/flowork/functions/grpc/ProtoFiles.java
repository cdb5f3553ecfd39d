package io.flowork.functions.grpc;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes descriptors of a {@code .proto} file and those it imports. */
final class ProtoFiles {
    /** The files that come with protobuf. */
    private static final Map<String, FileDescriptor> KNOWN = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toMap(FileDescriptor::getFullName, file -> file));

    private final Map<String, String> imports;
    private final Map<String, FileDescriptor> made = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    private ProtoFiles(Map<String, String> imports) {
        this.imports = imports;
    }

    /**
     * The descriptor of a file.
     *
     * @param name what the file is called in messages
     * @param text its text
     * @param imports the texts of the files it imports and those they import, by the names they are imported by
     */
    static FileDescriptor link(String name, String text, Map<String, String> imports) throws ProtoException {
        return new ProtoFiles(imports).made(name, text);
    }

    private FileDescriptor made(String name, String text) throws ProtoException {
        if (!open.add(name)) {
            throw new ProtoException(name, "it imports itself, through " + String.join(", ", open));
        }
        FileDescriptorProto proto = ProtoParser.parse(name, text);
        FileDescriptor[] dependencies = new FileDescriptor[proto.getDependencyCount()];
        for (int i = 0; i < dependencies.length; i++) {
            dependencies[i] = imported(name, proto.getDependency(i));
        }
        try {
            FileDescriptor file = FileDescriptor.buildFrom(proto, dependencies);
            open.remove(name);
            return file;
        } catch (DescriptorValidationException e) {
            throw new ProtoException(name, e.getProblemSymbolName() + ": " + e.getDescription());
        }
    }

    private FileDescriptor imported(String by, String name) throws ProtoException {
        FileDescriptor file = made.get(name);
        if (file == null) {
            String text = imports.get(name);
            if (text != null) {
                file = made(name, text);
            } else if (KNOWN.containsKey(name)) {
                file = KNOWN.get(name);
            }
            if (file == null) {
                throw new ProtoException(by, "it imports '" + name + "', which was not fetched");
            }
            made.put(name, file);
        }
        return file;
    }
}
