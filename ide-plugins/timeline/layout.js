// Where the tasks of a workflow are drawn. A pure function, so that it can be tested and used anywhere.
//
// A workflow of the standard is a tree of lists, so a column for each list and a box for each task that has tasks inside
// is a layout without crossings; only jumps (`then`) leave it, and these go round the column on its right.

/**
 * @typedef {{reference: string, parent: string, section: string, name: string, kind: string, subject: ?string,
 *   conditional: boolean, then: {to: string, label: ?string}[]}} Task
 * @typedef {{task: Task, x: number, y: number, width: number, height: number, box: boolean}} Placed
 * @typedef {{from: string, to: string, kind: "next" | "jump" | "end" | "exit" | "branch" | "catch", label: ?string,
 *   points: [number, number][]}} Edge
 */

export const WIDTH = 168;
export const HEIGHT = 44;
const GAP = 26;
const SIDE = 22;
const PAD = 12;
const TITLE = 30;
const TRACK = 12;

/**
 * Places tasks.
 *
 * @param {Task[]} tasks in the order of the text, each after the one it is inside of
 * @returns {{width: number, height: number, nodes: Placed[], edges: Edge[]}}
 */
export function layout(tasks) {
  const inside = new Map();
  for (const task of tasks) {
    const key = task.parent + "\n" + task.section;
    if (!inside.has(key)) inside.set(key, []);
    inside.get(key).push(task);
  }
  const placed = new Map();
  const edges = [];
  const lists = ["do", "foreach", "branch", "catch"];

  /** The size of a task; its parts are placed relative to it. */
  function measure(task) {
    const parts = [];
    for (const section of lists) {
      const list = inside.get(task.reference + "\n" + section);
      if (!list) continue;
      if (section === "branch") list.forEach((branch) => parts.push({ section, list: [branch] }));
      else parts.push({ section, list });
    }
    if (!parts.length) return { task, width: WIDTH, height: HEIGHT, box: false, parts: [] };
    let x = PAD;
    let tallest = 0;
    for (const part of parts) {
      part.column = column(part.list);
      part.x = x;
      x += part.column.width + SIDE;
      tallest = Math.max(tallest, part.column.height);
    }
    return { task, width: Math.max(WIDTH, x - SIDE + PAD), height: TITLE + tallest + PAD, box: true, parts };
  }

  /** The size of a list: its tasks in a column, and on its right a track for each jump. */
  function column(list) {
    const rows = list.map(measure);
    const index = new Map(list.map((task, i) => [task.reference, i]));
    let tracks = 0;
    list.forEach((task, i) => {
      for (const edge of task.then) {
        const to = index.get(edge.to);
        if ((to !== undefined && to !== i + 1) || (to === undefined && i < list.length - 1)) tracks++;
      }
    });
    const widest = Math.max(...rows.map((row) => row.width));
    let height = 0;
    rows.forEach((row, i) => {
      row.y = height;
      height += row.height + (i < rows.length - 1 ? gap(list[i]) : 0);
    });
    return { rows, width: widest + (tracks ? 8 + tracks * TRACK + 4 : 0), widest, height, index };
  }

  /** A case's name needs room between two tasks. */
  function gap(task) {
    return task.then.some((edge) => edge.label) ? GAP + 10 : GAP;
  }

  function place(size, x, y, wide) {
    const own = { task: size.task, x, y, width: size.box ? size.width : wide, height: size.height, box: size.box };
    if (!size.box) {
      own.width = WIDTH;
      own.x = x + (wide - WIDTH) / 2;
    } else {
      own.x = x + (wide - size.width) / 2;
    }
    placed.set(size.task.reference, own);
    for (const part of size.parts) {
      placeColumn(part.column, own.x + part.x, own.y + TITLE);
      const first = placed.get(part.list[0].reference);
      if (part.section === "catch" || part.section === "branch") {
        edges.push({
          from: size.task.reference,
          to: part.list[0].reference,
          kind: part.section,
          label: part.section === "catch" ? "catch" : null,
          points: [[first.x + first.width / 2, own.y + TITLE - 12], [first.x + first.width / 2, first.y]],
        });
      }
    }
  }

  function placeColumn(column, x, y) {
    for (const row of column.rows) place(row, x, y + row.y, column.widest);
    let track = 0;
    column.rows.forEach((row, i) => {
      const from = placed.get(row.task.reference);
      const straight = row.task.then.filter((edge) => column.index.get(edge.to) === i + 1);
      for (const edge of row.task.then) {
        const to = column.index.get(edge.to);
        const last = i === column.rows.length - 1;
        if (to === i + 1) {
          if (edge !== straight[0]) continue;
          const target = placed.get(edge.to);
          const labels = straight.map((each) => each.label).filter(Boolean).join(", ");
          edges.push({
            from: from.task.reference, to: edge.to, kind: "next", label: labels || null,
            points: [[from.x + from.width / 2, from.y + from.height], [target.x + target.width / 2, target.y]],
          });
        } else if (to !== undefined || !last) {
          const right = x + column.widest + 8 + track++ * TRACK;
          const begin = [from.x + from.width, from.y + Math.min(from.height - 8, 14 + (track % 3) * 7)];
          if (to === undefined) {
            edges.push({
              from: from.task.reference, to: edge.to, kind: edge.to === "end" ? "end" : "exit", label: edge.label,
              points: [begin, [right, begin[1]]],
            });
          } else {
            const target = placed.get(edge.to);
            const end = [target.x + target.width, target.y + 10 + ((track * 5) % Math.max(1, Math.min(24, target.height - 16)))];
            edges.push({
              from: from.task.reference, to: edge.to, kind: "jump", label: edge.label,
              points: [begin, [right, begin[1]], [right, end[1]], end],
            });
          }
        }
      }
    });
  }

  let x = 0;
  let height = 0;
  const roots = [inside.get("/\ndo") ?? [], ...(inside.get("/\nfunction") ?? []).map((task) => [task])];
  for (const list of roots) {
    if (!list.length) continue;
    const all = column(list);
    placeColumn(all, x, 0);
    x += all.width + 2 * SIDE;
    height = Math.max(height, all.height);
  }
  return { width: Math.max(WIDTH, x - 2 * SIDE), height: Math.max(HEIGHT, height), nodes: [...placed.values()], edges };
}
