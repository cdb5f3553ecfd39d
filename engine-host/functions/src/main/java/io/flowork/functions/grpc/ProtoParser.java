package io.flowork.functions.grpc;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileOptions;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.flowork.functions.grpc.ProtoLexer.Kind;
import io.flowork.functions.grpc.ProtoLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a {@code .proto} file: proto2, proto3 and editions. What comes out is protobuf's own description of a file; names
 * of types are as written, protobuf resolves them. Options that do not change what is on the wire or in JSON, and
 * reserved names and numbers, are read over.
 */
final class ProtoParser {
    private static final int DEEPEST = 60;

    private static final Map<String, FieldDescriptorProto.Type> SCALARS = Map.ofEntries(
            Map.entry("double", FieldDescriptorProto.Type.TYPE_DOUBLE),
            Map.entry("float", FieldDescriptorProto.Type.TYPE_FLOAT),
            Map.entry("int64", FieldDescriptorProto.Type.TYPE_INT64),
            Map.entry("uint64", FieldDescriptorProto.Type.TYPE_UINT64),
            Map.entry("int32", FieldDescriptorProto.Type.TYPE_INT32),
            Map.entry("fixed64", FieldDescriptorProto.Type.TYPE_FIXED64),
            Map.entry("fixed32", FieldDescriptorProto.Type.TYPE_FIXED32),
            Map.entry("bool", FieldDescriptorProto.Type.TYPE_BOOL),
            Map.entry("string", FieldDescriptorProto.Type.TYPE_STRING),
            Map.entry("bytes", FieldDescriptorProto.Type.TYPE_BYTES),
            Map.entry("uint32", FieldDescriptorProto.Type.TYPE_UINT32),
            Map.entry("sfixed32", FieldDescriptorProto.Type.TYPE_SFIXED32),
            Map.entry("sfixed64", FieldDescriptorProto.Type.TYPE_SFIXED64),
            Map.entry("sint32", FieldDescriptorProto.Type.TYPE_SINT32),
            Map.entry("sint64", FieldDescriptorProto.Type.TYPE_SINT64));

    private final ProtoTokens tokens;
    private final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    private int depth;

    private ProtoParser(ProtoTokens tokens) {
        this.tokens = tokens;
    }

    /** The description of a file with a name. */
    static FileDescriptorProto parse(String name, String text) throws ProtoException {
        ProtoParser parser = new ProtoParser(new ProtoTokens(name, text));
        parser.file.setName(name);
        parser.file();
        return parser.file.build();
    }

    private void file() throws ProtoException {
        while (tokens.token().kind() != Kind.END) {
            if (tokens.accept(";")) {
                continue;
            }
            Token keyword = tokens.token();
            switch (tokens.name()) {
                case "syntax" -> syntax();
                case "edition" -> edition();
                case "package" -> {
                    file.setPackage(tokens.path());
                    tokens.expect(";");
                }
                case "import" -> importation();
                case "option" -> {
                    FileOptions.Builder options = FileOptions.newBuilder();
                    new ProtoOption(tokens).features(options::getFeaturesBuilder);
                    if (options.hasFeatures()) {
                        file.getOptionsBuilder().mergeFrom(options.build());
                    }
                    tokens.expect(";");
                }
                case "message" -> file.addMessageType(message());
                case "enum" -> file.addEnumType(enumeration());
                case "extend" -> extend(file::addExtension, file::addMessageType);
                case "service" -> service();
                default -> throw tokens.unexpected(keyword, "syntax, package, import, message, enum or service");
            }
        }
    }

    private void syntax() throws ProtoException {
        tokens.expect("=");
        Token at = tokens.token();
        String syntax = tokens.string();
        if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
            throw tokens.at(at, "the syntax '" + syntax + "' is unknown: there are proto2 and proto3");
        }
        if (syntax.equals("proto3")) {
            file.setSyntax(syntax);
        }
        tokens.expect(";");
    }

    private void edition() throws ProtoException {
        tokens.expect("=");
        Token at = tokens.token();
        String name = tokens.string();
        file.setSyntax("editions")
                .setEdition(
                        switch (name) {
                            case "2023" -> Edition.EDITION_2023;
                            case "2024" -> Edition.EDITION_2024;
                            default ->
                                throw tokens.at(at, "the edition '" + name + "' is unknown: there are 2023 and 2024");
                        });
        tokens.expect(";");
    }

    private void importation() throws ProtoException {
        boolean isPublic = tokens.accept("public");
        boolean option = !isPublic && tokens.accept("option");
        if (!isPublic && !option) {
            tokens.accept("weak");
        }
        String imported = tokens.string();
        if (!option) {
            if (isPublic) {
                file.addPublicDependency(file.getDependencyCount());
            }
            file.addDependency(imported);
        }
        tokens.expect(";");
    }

    // --- messages ---

    private DescriptorProto message() throws ProtoException {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(tokens.name());
        body(message);
        return message.build();
    }

    private void body(DescriptorProto.Builder message) throws ProtoException {
        if (++depth > DEEPEST) {
            throw tokens.at(tokens.token(), "messages are nested too deeply");
        }
        List<FieldDescriptorProto.Builder> fields = new ArrayList<>();
        tokens.expect("{");
        while (!tokens.accept("}")) {
            member(message, fields);
        }
        // The oneofs of proto3's optional fields come after all others.
        for (FieldDescriptorProto.Builder field : fields) {
            if (field.getProto3Optional()) {
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
            }
            message.addField(field);
        }
        depth--;
    }

    private void member(DescriptorProto.Builder message, List<FieldDescriptorProto.Builder> fields)
            throws ProtoException {
        if (tokens.accept(";")) {
            return;
        }
        // A field may have a type with the name of a keyword; then its own name follows, and not what follows a
        // keyword.
        String keyword = tokens.token().text();
        if (keyword.equals("option")) {
            tokens.name();
            MessageOptions.Builder options = MessageOptions.newBuilder();
            ProtoOption option = new ProtoOption(tokens);
            option.features(options::getFeaturesBuilder);
            option.flag("message_set_wire_format", options::setMessageSetWireFormat);
            if (options.hasFeatures() || options.hasMessageSetWireFormat()) {
                message.getOptionsBuilder().mergeFrom(options.build());
            }
            tokens.expect(";");
        } else if (keyword.equals("message")) {
            tokens.name();
            message.addNestedType(message());
        } else if (keyword.equals("enum")) {
            tokens.name();
            message.addEnumType(enumeration());
        } else if (keyword.equals("extend")) {
            tokens.name();
            extend(message::addExtension, message::addNestedType);
        } else if (keyword.equals("extensions")) {
            tokens.name();
            extensions(message);
        } else if (keyword.equals("reserved")) {
            tokens.name();
            tokens.skipTo(";");
        } else if (keyword.equals("oneof")) {
            tokens.name();
            oneof(message, fields);
        } else if (keyword.equals("map") && tokens.peek().is("<")) {
            tokens.name();
            fields.add(map(message));
        } else {
            fields.add(field(message::addNestedType));
        }
    }

    private void oneof(DescriptorProto.Builder message, List<FieldDescriptorProto.Builder> fields)
            throws ProtoException {
        int index = message.getOneofDeclCount();
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(tokens.name()));
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept(";")) {
                continue;
            }
            if (tokens.token().is("option")) {
                tokens.name();
                new ProtoOption(tokens);
                tokens.expect(";");
            } else {
                fields.add(field(message::addNestedType).setOneofIndex(index));
            }
        }
    }

    private interface Nested {
        void add(DescriptorProto message);
    }

    private interface Extended {
        void add(FieldDescriptorProto field);
    }

    private FieldDescriptorProto.Builder field(Nested nested) throws ProtoException {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder().setLabel(Label.LABEL_OPTIONAL);
        if (tokens.accept("repeated")) {
            field.setLabel(Label.LABEL_REPEATED);
        } else if (tokens.accept("required")) {
            field.setLabel(Label.LABEL_REQUIRED);
        } else if (tokens.accept("optional")) {
            if (file.getSyntax().equals("proto3")) {
                field.setProto3Optional(true);
            }
        }
        Token at = tokens.token();
        String type = tokens.path();
        if (type.equals("group") && tokens.token().kind() == Kind.NAME) {
            String name = tokens.name();
            field.setName(name.toLowerCase(Locale.ROOT))
                    .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                    .setTypeName(name);
            number(field);
            DescriptorProto.Builder group = DescriptorProto.newBuilder().setName(name);
            body(group);
            nested.add(group.build());
            return field;
        }
        if (tokens.token().kind() != Kind.NAME) {
            throw tokens.unexpected(at.is(type) ? tokens.token() : at, "a field: a type, a name, '=' and a number");
        }
        type(field, type);
        field.setName(tokens.name());
        number(field);
        tokens.expect(";");
        return field;
    }

    private static void type(FieldDescriptorProto.Builder field, String type) {
        FieldDescriptorProto.Type scalar = SCALARS.get(type);
        if (scalar == null) {
            field.setTypeName(type);
        } else {
            field.setType(scalar);
        }
    }

    private void number(FieldDescriptorProto.Builder field) throws ProtoException {
        tokens.expect("=");
        field.setNumber(tokens.integer());
        if (!tokens.accept("[")) {
            return;
        }
        do {
            FieldOptions.Builder options = FieldOptions.newBuilder();
            ProtoOption option = new ProtoOption(tokens);
            option.features(options::getFeaturesBuilder);
            option.flag("packed", options::setPacked);
            if (options.hasFeatures() || options.hasPacked()) {
                field.getOptionsBuilder().mergeFrom(options.build());
            }
            option.text("json_name", field::setJsonName);
            if (option.is("default")) {
                field.setDefaultValue(option.defaultOf(field.getType()));
            }
        } while (tokens.accept(","));
        tokens.expect("]");
    }

    private FieldDescriptorProto.Builder map(DescriptorProto.Builder message) throws ProtoException {
        tokens.expect("<");
        String key = tokens.path();
        tokens.expect(",");
        String value = tokens.path();
        tokens.expect(">");
        FieldDescriptorProto.Builder field =
                FieldDescriptorProto.newBuilder().setName(tokens.name()).setLabel(Label.LABEL_REPEATED);
        number(field);
        tokens.expect(";");
        StringBuilder entry = new StringBuilder();
        for (String word : field.getName().split("_", -1)) {
            if (!word.isEmpty()) {
                entry.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
        }
        String name = entry.append("Entry").toString();
        message.addNestedType(DescriptorProto.newBuilder()
                .setName(name)
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(entryField("key", 1, key))
                .addField(entryField("value", 2, value)));
        return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(name);
    }

    private static FieldDescriptorProto.Builder entryField(String name, int number, String type) {
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(Label.LABEL_OPTIONAL);
        type(field, type);
        return field;
    }

    private void extensions(DescriptorProto.Builder message) throws ProtoException {
        do {
            int start = tokens.integer();
            int end = start;
            if (tokens.accept("to")) {
                end = tokens.accept("max") ? 536_870_911 : tokens.integer();
            }
            message.addExtensionRange(
                    DescriptorProto.ExtensionRange.newBuilder().setStart(start).setEnd(end + 1));
        } while (tokens.accept(","));
        tokens.skipTo(";");
    }

    private void extend(Extended extended, Nested nested) throws ProtoException {
        String extendee = tokens.path();
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (!tokens.accept(";")) {
                extended.add(field(nested).setExtendee(extendee).build());
            }
        }
    }

    // --- enumerations and services ---

    private EnumDescriptorProto enumeration() throws ProtoException {
        EnumDescriptorProto.Builder enumeration =
                EnumDescriptorProto.newBuilder().setName(tokens.name());
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept(";")) {
                continue;
            }
            Token next = tokens.peek();
            String name = tokens.name();
            if (name.equals("option") && !next.is("=")) {
                EnumOptions.Builder options = EnumOptions.newBuilder();
                ProtoOption option = new ProtoOption(tokens);
                option.features(options::getFeaturesBuilder);
                option.flag("allow_alias", options::setAllowAlias);
                if (options.hasFeatures() || options.hasAllowAlias()) {
                    enumeration.getOptionsBuilder().mergeFrom(options.build());
                }
            } else if (name.equals("reserved") && !next.is("=")) {
                tokens.skipTo(";");
                continue;
            } else {
                tokens.expect("=");
                enumeration.addValue(
                        EnumValueDescriptorProto.newBuilder().setName(name).setNumber(tokens.integer()));
                if (tokens.accept("[")) {
                    tokens.skipTo("]");
                }
            }
            tokens.expect(";");
        }
        return enumeration.build();
    }

    private void service() throws ProtoException {
        ServiceDescriptorProto.Builder service =
                ServiceDescriptorProto.newBuilder().setName(tokens.name());
        tokens.expect("{");
        while (!tokens.accept("}")) {
            if (tokens.accept(";")) {
                continue;
            }
            Token keyword = tokens.token();
            switch (tokens.name()) {
                case "option" -> {
                    new ProtoOption(tokens);
                    tokens.expect(";");
                }
                case "rpc" -> service.addMethod(method());
                default -> throw tokens.unexpected(keyword, "rpc");
            }
        }
        file.addService(service);
    }

    private MethodDescriptorProto method() throws ProtoException {
        MethodDescriptorProto.Builder method =
                MethodDescriptorProto.newBuilder().setName(tokens.name());
        tokens.expect("(");
        method.setClientStreaming(stream()).setInputType(tokens.path());
        tokens.expect(")");
        if (!tokens.accept("returns")) {
            throw tokens.unexpected(tokens.token(), "returns");
        }
        tokens.expect("(");
        method.setServerStreaming(stream()).setOutputType(tokens.path());
        tokens.expect(")");
        if (tokens.accept("{")) {
            while (!tokens.accept("}")) {
                if (!tokens.accept(";")) {
                    tokens.name();
                    new ProtoOption(tokens);
                    tokens.expect(";");
                }
            }
        } else {
            tokens.expect(";");
        }
        return method.build();
    }

    /** A type may be called {@code stream} too; then a parenthesis or a dot follows. */
    private boolean stream() throws ProtoException {
        return !tokens.peek().is(")") && !tokens.peek().is(".") && tokens.accept("stream");
    }
}
