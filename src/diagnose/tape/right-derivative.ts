type Side = 'left' | 'right' | 'composite';

/** The right derivative of an operation by one operand, as an expression of its operands' source texts. */
export function rightDerivative(operation: string, side: Side, operands: readonly string[]): string | null {
  const [a = 'x', b = 'y'] = operands.map(bracket);
  const x = side === 'right' ? b : a;
  // As the argument of a call it needs no brackets of its own.
  const inside = (side === 'right' ? operands[1] : operands[0]) ?? 'x';
  switch (operation.replace(/^Math\./, '')) {
    case '+':
      return '1';
    case '-':
      return operands.length === 1 || side === 'right' ? '-1' : '1';
    case '*':
      if (side === 'composite') return `2 * ${a}`;
      return side === 'left' ? b : a;
    case '/':
      return side === 'left' ? `1 / ${b}` : `-${a} / ${b} ** 2`;
    case '**':
    case 'pow':
      return side === 'right' ? `${a} ** ${b} * Math.log(${a})` : powerRule(a, b);
    case '%':
      return side === 'left' ? '1' : `-Math.trunc(${a} / ${b})`;
    case 'tanh':
      return `1 - Math.tanh(${inside}) ** 2`;
    case 'exp':
    case 'expm1':
      return `Math.exp(${inside})`;
    case 'log':
      return `1 / ${x}`;
    case 'log1p':
      return `1 / (1 + ${x})`;
    case 'log2':
      return `Math.LOG2E / ${x}`;
    case 'log10':
      return `Math.LOG10E / ${x}`;
    case 'sqrt':
      return `0.5 / Math.sqrt(${inside})`;
    case 'cbrt':
      return `1 / (3 * Math.cbrt(${inside}) ** 2)`;
    case 'sin':
      return `Math.cos(${inside})`;
    case 'cos':
      return `-Math.sin(${inside})`;
    case 'tan':
      return `1 + Math.tan(${inside}) ** 2`;
    case 'asin':
      return `1 / Math.sqrt(1 - ${x} ** 2)`;
    case 'acos':
      return `-1 / Math.sqrt(1 - ${x} ** 2)`;
    case 'atan':
      return `1 / (1 + ${x} ** 2)`;
    case 'sinh':
      return `Math.cosh(${inside})`;
    case 'cosh':
      return `Math.sinh(${inside})`;
    case 'asinh':
      return `1 / Math.sqrt(${x} ** 2 + 1)`;
    case 'acosh':
      return `1 / Math.sqrt(${x} ** 2 - 1)`;
    case 'atanh':
      return `1 / (1 - ${x} ** 2)`;
    case 'abs':
      return `Math.sign(${inside})`;
    case 'atan2':
      return side === 'left' ? `${b} / (${a} ** 2 + ${b} ** 2)` : `-${a} / (${a} ** 2 + ${b} ** 2)`;
    case 'max':
      return '1 where this operand is the largest, 0 elsewhere';
    case 'min':
      return '1 where this operand is the smallest, 0 elsewhere';
    case 'hypot':
      return `${x} / Math.hypot(${operands.join(', ')})`;
    default:
      return null;
  }
}

function powerRule(a: string, b: string): string {
  if (b === '2') return `2 * ${a}`;
  return /^\d+$/.test(b) ? `${b} * ${a} ** ${Number(b) - 1}` : `${b} * ${a} ** (${b} - 1)`;
}

/** In brackets where it is more than one name, call or number. */
function bracket(text: string): string {
  const isOne = /^[\w$.]+(\[[^\][]*\])*$/.test(text) || /^[\w$.]+\([^()]*\)$/.test(text);
  return isOne || /^\([^()]*\)$/.test(text) ? text : `(${text})`;
}
