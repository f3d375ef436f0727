// Arrays of numbers as text: float64 in base64.

export const bytes = (base64) =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

export const fromBase64 = (text) => new Float64Array(bytes(text).buffer);

export const toBase64 = (data) =>
  btoa(Array.from(new Uint8Array(Float64Array.from(data).buffer), (byte) =>
    String.fromCharCode(byte)).join(""));
