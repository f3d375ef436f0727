// Reads lines of NumPy: the small part of Python that mlp/explore/lines/language.py describes.
//
// A tree is made of nodes like those of Python's `ast`, {kind, ...}. Errors are for the reader.

const SPACE = /[ \t\n\f]+/y;
const TOKEN = new RegExp([
  String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\p{ID_Continue}.]))`,
  String.raw`(?<name>[\p{ID_Start}_]\p{ID_Continue}*)`,
  String.raw`(?<mark>\*\*|[<>=!]=|[-+*/@()\[\],:.=<>])`,
].join("|"), "uy");
const KEYWORDS = new Set(("and as assert async await break class continue def del elif else " +
  "except finally for from global if in is lambda nonlocal not or pass raise return try while " +
  "with yield import").split(" "));
const WAYS_OUT = {
  ";": "write one statement a line", "{": "brackets are ( ) and [ ]", "^": "a power is a**b",
  "&": "multiply masks: 1 * (a > 0) * (b > 0)", "|": "add masks: 1 * (a > 0) + (b > 0)",
  "×": "write * or @", "·": "write * or @", "−": "write - for minus",
};

export const UNNEEDED =
  "loops and arrays to fill are not needed: a batch is rows, computed at once";

export const refuse = (words) => { throw new SyntaxError(words); };

/** The statements of a text, [[number of the first line, source], ...], without comments. */
export function statementsOf(text) {
  const lines = text.split(/\r?\n/), found = [];
  const margin = marginOf(lines.filter((line) => /[^ \t]/.test(line)));
  let depth = 0; // of brackets that are open
  lines.forEach((line, k) => {
    const code = line.slice(margin.length).split("#")[0];
    if (depth) found.at(-1)[1] += `\n${code}`;
    else if (code.trim()) found.push([k + 1, code]);
    const count = (marks) => code.match(marks)?.length ?? 0;
    depth = Math.max(0, depth + count(/[([]/g) - count(/[)\]]/g));
  });
  return found;
}

/** The white space that all lines begin with. */
function marginOf(lines) {
  const own = lines.map((line) => line.match(/^[ \t]*/)[0]);
  return own.reduce((one, other) => {
    let k = 0;
    while (k < one.length && one[k] === other[k]) k++;
    return one.slice(0, k);
  }, own[0] ?? "");
}

function tokensOf(source) {
  if (/^\s/.test(source)) refuse("a line begins at the margin");
  const tokens = [];
  for (let at = 0; at < source.length;) {
    SPACE.lastIndex = TOKEN.lastIndex = at;
    if (SPACE.test(source)) {
      at = SPACE.lastIndex;
      continue;
    }
    const found = TOKEN.exec(source) ?? unread(source.slice(at).split(/\s/)[0]);
    const { number, name } = found.groups;
    const kind = number ? "number" : name ? "name" : "mark";
    tokens.push({ kind, text: name?.normalize("NFKC") ?? found[0] });
    at = TOKEN.lastIndex;
  }
  return tokens;
}

function unread(rest) {
  const ways = WAYS_OUT[rest[0]] ?? (/[\d.]/.test(rest[0]) ? "numbers are 0.5, 12 or 1e-3" : "");
  refuse(`${rest} cannot be read${ways && `; ${ways}`}`);
}

const LEVELS = [["<", "<=", ">", ">=", "==", "!="], ["+", "-"], ["*", "/", "@"]];

/** One statement: {name, tree}, the name that it assigns, if any, and what. */
export function readLine(source) {
  const tokens = tokensOf(source);
  let k = 0;
  const sees = (...marks) => marks.includes(tokens[k]?.text);
  const takes = (...marks) => sees(...marks) && tokens[k++].text;

  function binary(level = 0) {
    if (level === LEVELS.length) return unary();
    let left = binary(level + 1);
    for (let mark; (mark = takes(...LEVELS[level]));) {
      if (!level && left.kind === "compare") refuse("one comparison at a time");
      if (mark === "/" && sees("/")) refuse("// is not known here; np.floor rounds down");
      left = { kind: level ? "binary" : "compare", mark, left, right: binary(level + 1) };
    }
    return left;
  }
  function expression() {
    const tree = binary();
    return sees("if") ? refuse("write np.where(c, x, y) for x if c else y") : tree;
  }
  const unary = () => (takes("-") ? { kind: "negative", of: unary() } : power());
  function power() {
    const left = postfix();
    return takes("**") ? { kind: "binary", mark: "**", left, right: unary() } : left;
  }
  function postfix() {
    let tree = atom();
    for (;;) {
      if (takes(".")) {
        if (tokens[k]?.kind !== "name") refuse("behind a dot stands a name, as in W.T");
        tree = { kind: "attribute", of: tree, name: tokens[k++].text };
      } else if (takes("(")) tree = { kind: "call", of: tree, list: list(")", argument).items };
      else if (takes("[")) {
        if (sees("]")) refuse("an index is missing");
        tree = { kind: "index", of: tree, index: oneOf(list("]", part)) };
      } else return tree;
    }
  }
  function atom() {
    const { kind, text } = tokens[k++] ?? refuse("the line ends too early");
    if (kind === "number") {
      if (/^0+[1-9]\d*$/.test(text)) refuse(`${text} begins with a zero`);
      return { kind, value: Number(text), isWhole: /^\d+$/.test(text) };
    }
    if (text === "(") return oneOf(list(")", expression));
    const before = tokens[k - 2]?.text;
    if (text === "=" && "+-*/@".includes(before)) refuse(`write W = W ${before} ..., say`);
    if (kind === "mark") refuse(`${text} is not expected here`);
    if (text === "for" || text === "while") refuse(UNNEEDED);
    if (KEYWORDS.has(text)) refuse(`${text} is not known here; a line is name = expression`);
    return { kind: ["None", "True", "False"].includes(text) ? "constant" : kind, text };
  }

  /** What stands between brackets, with commas between; one behind the last makes it a tuple. */
  function list(end, item) {
    const items = [];
    let comma = true;
    for (; !takes(end); comma = takes(",")) {
      if (!comma) refuse(`${end} is missing`);
      items.push(item());
    }
    return { kind: "tuple", items, isOne: items.length === 1 && !comma };
  }
  const oneOf = (tuple) => (tuple.isOne ? tuple.items[0] : tuple);
  function argument() {
    const [name, equals] = tokens.slice(k);
    if (name?.kind !== "name" || equals?.text !== "=") return expression();
    k += 2;
    return { kind: "keyword", name: name.text, of: expression() };
  }
  function part() {
    const bound = () => (sees(":", ",", "]") ? null : expression());
    const start = bound();
    if (!takes(":")) return start ?? expression();
    const stop = bound();
    return { kind: "slice", start, stop, step: takes(":") ? bound() : null };
  }

  const left = expression(), pair = left.items ?? [left, sees(",") ? tokens[k + 1] : {}];
  if (pair.length > 1 && pair.every((own) => own?.kind === "name")) {
    refuse(`one name a line: ${pair[0].text} = ..., then ${pair[1].text} = ...`);
  }
  const isAssigned = takes("=");
  if (isAssigned && (left.kind !== "name" || left.text === "np")) refuse("before = stands a name");
  const tree = isAssigned ? expression() : left;
  if (k < tokens.length) leftOver(tokens[k - 1].text, tokens[k].text);
  return { name: isAssigned ? left.text : null, tree };
}

function leftOver(before, own) {
  refuse(own === "=" ? "a line has one =; whether two are equal is asked by =="
    : `${own} is not expected behind ${before}`);
}
