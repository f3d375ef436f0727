// The marks of a figure, each of the kind that Python has described.

import { Bars } from "./marks/bars.js";
import { Cloud } from "./marks/cloud.js";
import { Picture } from "./marks/image.js";
import { Line } from "./marks/line.js";
import { Mark } from "./marks/mark.js";
import { Points } from "./marks/points.js";
import { Polygon } from "./marks/polygon.js";
import { Arrows } from "./marks/quiver.js";
import { Segments } from "./marks/segments.js";
import { Words } from "./marks/text.js";

const KINDS = {
  plain: Mark, shape: Mark, line: Line, text: Words, points: Points, segments: Segments,
  polygon: Polygon, bars: Bars, image: Picture, quiver: Arrows, cloud: Cloud,
};

function isEqual(a, b) {
  if (a.length !== b?.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

/** Makes the function that moves all marks to new outputs, and touches only those that changed. */
export function movingMarks(root, marks) {
  const all = marks.map((described, i) => {
    const groups = [...root.querySelectorAll(`[data-mark="${i}"]`)];
    const mark = groups.length ? new KINDS[described.kind](described, groups) : null;
    return { ...described, mark, last: {} };
  });
  return (outputs, words) => {
    for (const { name, channels, mark, last } of all) {
      const next = {};
      let changed = false;
      for (const channel of channels) {
        const now = words[channel] ?? outputs[channel].data;
        changed ||= !isEqual(now, last[channel]);
        last[channel] = now.slice();
        next[channel.slice(name.length + 1)] = words[channel] ?? outputs[channel];
      }
      if (changed) mark?.set(next);
    }
  };
}
