// Raw text for people who read it: XML and JSON indented, anything else as it came.

/** pretty indents a document; what is none comes back unchanged. */
export function pretty(text) {
  const t = text.trim();
  if (t.startsWith("{") || t.startsWith("[")) {
    try {
      return JSON.stringify(JSON.parse(t), null, 2);
    } catch {
      return text;
    }
  }
  return t.startsWith("<") ? indentXML(t) : text;
}

function indentXML(text) {
  const pieces = text.match(/<!\[CDATA\[[\s\S]*?\]\]>|<[^>]+>|[^<]+/g) ?? [text];
  let depth = 0;
  let line = "";
  const out = [];
  const flush = () => {
    if (line.trim()) out.push("  ".repeat(Math.max(0, depth)) + line.trim());
    line = "";
  };
  let leaf = false; // inside an element that has had no child so far
  for (const p of pieces) {
    if (p.startsWith("</")) {
      if (leaf) {
        line += p;
        flush();
        depth--;
        reindentLast(out, depth + 1);
      } else {
        flush();
        depth--;
        line = p;
        const d = depth;
        out.push("  ".repeat(Math.max(0, d)) + line.trim());
        line = "";
      }
      leaf = false;
    } else if (p.startsWith("<") && !p.startsWith("<![CDATA[") && !p.startsWith("<?") && !p.endsWith("/>")) {
      if (leaf) {
        // the parent has children: it stands on a line of its own, one step further out
        out.push("  ".repeat(Math.max(0, depth - 1)) + line.trim());
        line = "";
      }
      line += p;
      depth++;
      leaf = true;
    } else {
      line += p;
    }
  }
  flush();
  return out.join("\n");
}

// A leaf was pushed at the depth of its content; it belongs one step further out.
function reindentLast(out, depth) {
  out.push("  ".repeat(Math.max(0, depth - 1)) + out.pop().trim());
}
