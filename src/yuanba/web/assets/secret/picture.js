// A QR code as an SVG element, drawn on this phone: the code of a secret vote goes to no server.
import encodeQR from "qr";

const SPACE = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules. Source: ISO/IEC 18004, quiet zone

export function picture(text, label) {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  const [svg, shape] = [document.createElementNS(SPACE, "svg"), document.createElementNS(SPACE, "path")];
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
