package io.gravmf.cli.option;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accepts whatever Java knows an encoding by. */
final class EncodingConverter implements ITypeConverter<Charset> {
  @Override
  public Charset convert(String value) {
    try {
      return Charset.forName(value);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new TypeConversionException(
          "found '" + value + "', expected an encoding such as utf-8, latin1 or windows-1252");
    }
  }
}
