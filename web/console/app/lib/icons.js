// Line icons on a 24 × 24 grid.

const paths = {
  talk: 'M4 6.500A2.500 2.500 0 0 1 6.500 4h11A2.500 2.500 0 0 1 20 6.500v7a2.500 2.500 0 0 1-2.500 2.500H11l-5 4v-4.100A2.500 2.500 0 0 1 4 13.500z',
  speech: 'M4 10v4M8 7v10M12 4v16M16 8v8M20 10v4',
  chats: 'M4 6h16M4 12h16M4 18h10',
  characters: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20a7.500 7.500 0 0 1 15 0',
  live: 'M3 12h4l3-7 4 14 3-7h4',
  mic: 'M12 15a3.500 3.500 0 0 0 3.500-3.500v-5a3.500 3.500 0 1 0-7 0v5A3.500 3.500 0 0 0 12 15zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3',
  micOff: 'M4 4l16 16M15.500 9.500v-3a3.500 3.500 0 0 0-6.800-1.200M8.500 9v2.500a3.500 3.500 0 0 0 5.300 3M5.500 11.500a6.500 6.500 0 0 0 10 5.500M18.500 11.500a6.400 6.400 0 0 1-.5 2.500M12 18v3',
  stop: 'M7 7h10v10H7z',
  send: 'M12 19V5M6 11l6-6 6 6',
  plus: 'M12 5v14M5 12h14',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10 11v5M14 11v5',
  retry: 'M4 12a8 8 0 1 0 2.600-5.900M4 4v4h4',
  revert: 'M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  speaker: 'M4 9.500v5h3.500L12 19V5L7.500 9.500zM15.500 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  close: 'M6 6l12 12M18 6L6 18',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM20 20l-4-4',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  upload: 'M12 16V5M7 9l5-5 5 5M5 20h14',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  warning: 'M12 4L2.500 20h19zM12 10v4M12 17h.01',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  timing: 'M4 6h7M8 12h8M13 18h7',
  bolt: 'M13 3L5 13.500h6L10 21l8-10.500h-6z',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  back: 'M15 5l-7 7 7 7',
  spark: 'M12 4v5M12 15v5M4 12h5M15 12h5M7 7l2.500 2.500M14.500 14.500L17 17M17 7l-2.500 2.500M9.500 14.500L7 17',
  theme: 'M12 3.500a8.500 8.500 0 1 0 0 17zM12 3.500a8.500 8.500 0 0 1 0 17',
};

/** A decorative icon; its button or link carries the name. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
