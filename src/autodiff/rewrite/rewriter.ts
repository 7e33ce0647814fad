import type {
  ArrowFunctionExpression,
  AssignmentExpression,
  BinaryExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  LogicalExpression,
  MemberExpression,
  Node as EstreeNode,
  Program,
  Property,
  SwitchStatement,
  UnaryExpression,
  UpdateExpression,
} from 'estree';
import type { Editor } from './editor.js';
import { ARITHMETIC, isPlainNumber, type Names } from './names.js';
import type { Site } from './site.js';
import { Temporaries } from './temporaries.js';

type Node = EstreeNode & { start: number; end: number };
type At<T extends EstreeNode> = T & { start: number; end: number };

const OPERATOR_NAMES: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
  '**': 'pow',
};
const BITWISE = new Set(['|', '&', '^', '<<', '>>', '>>>']);
const RELATIONAL = new Set(['<', '>', '<=', '>=']);
const EQUALITY = new Set(['==', '!=', '===', '!==']);

/** Names of the language for which the runtime has its own. */
const REPLACED_GLOBALS = new Set([
  'Number',
  'isFinite',
  'isNaN',
  'parseFloat',
  'structuredClone',
  'Float64Array',
  'Float32Array',
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
]);
/** Methods whose native code compares elements, or takes a comparison's result for a number. */
const COMPARING_METHODS = new Set(['sort', 'toSorted', 'indexOf', 'lastIndexOf', 'includes']);

/**
 * Walks a module and puts calls of the runtime around what a tracked number can take part in. Each operator first asks
 * whether its operands are plain numbers and then is the operator it was, so constants, counters and data cost little.
 *
 * `depth` counts the temporaries that are in use around an expression.
 */
export class Rewriter {
  readonly sites: Site[] = [];
  readonly runtimeNames = new Set<string>();
  readonly programTemporaries: Temporaries;
  /** null where no declaration can be put: default values of parameters, fields of classes. */
  private temporaries: Temporaries | null;

  constructor(
    private readonly source: string,
    private readonly editor: Editor,
    private readonly names: Names,
    private readonly prefix: string,
  ) {
    this.programTemporaries = new Temporaries(prefix);
    this.temporaries = this.programTemporaries;
  }

  visitProgram(program: Program): void {
    for (const statement of program.body) this.visit(statement as Node, 0);
  }

  private visit(node: Node, depth: number): void {
    switch (node.type as string) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.visitFunction(node as At<FunctionExpression>);
      case 'ExpressionStatement':
        this.guardStatement(node);
        return this.visitChildren(node, depth);
      case 'PropertyDefinition':
        return this.visitField(node as unknown as FieldNode);
      case 'StaticBlock':
        return this.withoutTemporaries(() => this.visitChildren(node, 0));
      case 'Identifier':
        return this.visitIdentifier(node as At<Identifier>);
      case 'Property':
        return this.visitProperty(node as At<Property>, depth);
      case 'MethodDefinition':
        return this.visitKeyed(node as unknown as KeyedNode, depth);
      case 'BinaryExpression':
        return this.visitBinary(node as At<BinaryExpression>, depth);
      case 'LogicalExpression':
        return this.visitLogical(node as At<LogicalExpression>, depth);
      case 'UnaryExpression':
        return this.visitUnary(node as At<UnaryExpression>, depth);
      case 'UpdateExpression':
        return this.visitUpdate(node as At<UpdateExpression>, depth);
      case 'AssignmentExpression':
        return this.visitAssignment(node as At<AssignmentExpression>, depth);
      case 'MemberExpression':
        return this.visitMember(node as At<MemberExpression>, depth);
      case 'ChainExpression':
        return this.visitChain(node as unknown as { expression: Node } & Node, depth);
      case 'CallExpression':
        return this.visitCall(node as At<CallExpression>, depth);
      case 'TaggedTemplateExpression': {
        const { tag, quasi } = node as unknown as { tag: Node; quasi: Node };
        this.visitChildrenOfMember(tag, depth);
        return this.visit(quasi, depth);
      }
      case 'IfStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
      case 'ForStatement':
      case 'ConditionalExpression':
        return this.visitTested(node as unknown as TestedNode, depth);
      case 'SwitchStatement':
        return this.visitSwitch(node as At<SwitchStatement>, depth);
      case 'ForOfStatement':
      case 'ForInStatement':
        return this.visitForEach(node as unknown as ForEachNode, depth);
      case 'LabeledStatement':
      case 'BreakStatement':
      case 'ContinueStatement':
        return this.visitLabelled(node as unknown as LabelledNode, depth);
      case 'VariableDeclarator':
        return this.visitDeclarator(node as unknown as DeclaratorNode, depth);
      case 'AssignmentPattern':
      case 'ArrayPattern':
      case 'ObjectPattern':
      case 'RestElement':
        return this.visitPattern(node, depth);
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'Literal':
      case 'TemplateElement':
        return;
      case 'ExportNamedDeclaration': {
        const { declaration } = node as unknown as { declaration: Node | null };
        if (declaration) this.visit(declaration, depth);
        return;
      }
      default:
        this.visitChildren(node, depth);
    }
  }

  private visitChildren(node: Node, depth: number): void {
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) this.visit(item, depth);
      } else if (isNode(value)) this.visit(value, depth);
    }
  }

  /** A statement may begin with a parenthesis now, which must not continue a line that has no semicolon at its end. */
  private guardStatement(node: Node): void {
    const before = this.source.slice(0, node.start).trimEnd().at(-1);
    if (before !== undefined && !';{}'.includes(before)) this.editor.open(node.start, '0, ');
  }

  // Functions and classes

  private visitFunction(node: At<FunctionDeclaration | FunctionExpression | ArrowFunctionExpression>): void {
    this.withoutTemporaries(() => node.params.forEach((parameter) => this.visitPattern(parameter as Node, 0)));
    const outer = this.temporaries;
    const own = new Temporaries(this.prefix);
    this.temporaries = own;
    const body = node.body as Node;
    this.visit(body, 0);
    this.temporaries = outer;
    const declaration = own.declaration();
    if (declaration === '') return;
    if (body.type === 'BlockStatement') this.editor.insertAtStart(startOfBlock(body), declaration);
    else {
      this.editor.openOutside(body.start, `{ ${declaration} return `);
      this.editor.close(body.end, '; }');
    }
  }

  private visitField(node: FieldNode): void {
    this.withoutTemporaries(() => {
      if (node.computed) this.visit(node.key, 0);
      if (node.value) this.visit(node.value, 0);
    });
  }

  private visitKeyed(node: KeyedNode, depth: number): void {
    if (node.computed) this.visit(node.key, depth);
    this.visit(node.value, depth);
  }

  private withoutTemporaries(visit: () => void): void {
    const outer = this.temporaries;
    this.temporaries = null;
    visit();
    this.temporaries = outer;
  }

  // Names

  private visitIdentifier(node: At<Identifier>): void {
    const replacement = this.replacementFor(node);
    if (replacement !== null) this.editor.replace(node.start, node.end, replacement);
  }

  private replacementFor(node: At<Identifier>): string | null {
    if (!this.names.isGlobal(node)) return null;
    if (node.name === 'Math') return `${this.runtime('mathAt')}(${this.addSite(node, 'Math', [])})`;
    return REPLACED_GLOBALS.has(node.name) ? this.runtime(node.name) : null;
  }

  private visitProperty(node: At<Property>, depth: number): void {
    if (node.computed) this.visit(node.key as Node, depth);
    const value = node.value as Node;
    if (!node.shorthand) return this.visit(value, depth);
    if (value.type !== 'Identifier') return this.visit(value, depth);
    const replacement = this.replacementFor(value);
    if (replacement !== null) this.editor.replace(node.start, node.end, `${value.name}: ${replacement}`);
  }

  // Operators

  private visitBinary(node: At<BinaryExpression>, depth: number): void {
    const { operator } = node;
    const left = node.left as Node;
    const right = node.right as Node;
    if (ARITHMETIC.has(operator)) return this.visitArithmetic(node, left, right, depth);
    if (BITWISE.has(operator)) {
      this.wrapPlain(left, depth);
      return this.wrapPlain(right, depth);
    }
    if (RELATIONAL.has(operator)) return this.visitRelational(node, left, right, depth);
    if (EQUALITY.has(operator) && !isUntracked(left) && !isUntracked(right)) {
      this.wrapPlain(left, depth);
      return this.wrapPlain(right, depth);
    }
    if ((left.type as string) !== 'PrivateIdentifier') this.visit(left, depth);
    // A native typed array is an instance of the native class only.
    if (operator !== 'instanceof' || right.type !== 'Identifier') this.visit(right, depth);
  }

  private visitArithmetic(node: Node & { operator: string }, left: Node, right: Node, depth: number): void {
    const { operator } = node;
    const knowsLeft = this.isPlain(left);
    const knowsRight = this.isPlain(right);
    if (knowsLeft && knowsRight) return;
    if (operator === '+' && (isText(left) || isText(right))) {
      this.wrapPlain(left, depth);
      return this.wrapPlain(right, depth);
    }
    const site = this.addSite(node, operator, [left, right]);
    const name = this.runtime(OPERATOR_NAMES[operator]);
    if (this.temporaries === null) {
      this.editor.open(node.start, `${name}(`);
      this.visit(left, depth);
      this.editor.replace(left.end, right.start, ', ');
      this.visit(right, depth);
      return this.editor.close(node.end, `, ${site})`);
    }
    const a = knowsLeft ? this.textOf(left) : this.temporary(depth);
    const b = knowsRight ? this.textOf(right) : this.temporary(depth + 1);
    this.editor.open(node.start, '(');
    this.bind(left, knowsLeft ? null : a, depth);
    this.editor.replace(left.end, right.start, ', ');
    this.bind(right, knowsRight ? null : b, depth + 1);
    const tests = [...(knowsLeft ? [] : [isNumberTest(a)]), ...(knowsRight ? [] : [isNumberTest(b)])];
    this.editor.close(node.end, `, ${tests.join(' && ')} ? ${a} ${operator} ${b} : ${name}(${a}, ${b}, ${site}))`);
  }

  private visitRelational(node: At<BinaryExpression>, left: Node, right: Node, depth: number): void {
    const knowsLeft = this.isPlain(left);
    const knowsRight = this.isPlain(right);
    if (this.temporaries === null || (knowsLeft && knowsRight)) {
      this.wrapPlain(left, depth);
      return this.wrapPlain(right, depth);
    }
    const plain = this.runtime('plain');
    const a = knowsLeft ? this.textOf(left) : this.temporary(depth);
    const b = knowsRight ? this.textOf(right) : this.temporary(depth + 1);
    this.editor.open(node.start, '(');
    this.bind(left, knowsLeft ? null : a, depth);
    this.editor.replace(left.end, right.start, ', ');
    this.bind(right, knowsRight ? null : b, depth + 1);
    const tests = [...(knowsLeft ? [] : [isNumberTest(a)]), ...(knowsRight ? [] : [isNumberTest(b)])];
    const [plainA, plainB] = [knowsLeft ? a : `${plain}(${a})`, knowsRight ? b : `${plain}(${b})`];
    this.editor.close(
      node.end,
      `, ${tests.join(' && ')} ? ${a} ${node.operator} ${b} : ${plainA} ${node.operator} ${plainB})`,
    );
  }

  /** `t = expression` in a list of commas; a literal or counter stands for itself and is evaluated where it is used. */
  private bind(node: Node, temporary: string | null, depth: number): void {
    if (temporary === null) return;
    this.editor.open(node.start, `${temporary} = `);
    this.visit(node, depth);
  }

  private visitUnary(node: At<UnaryExpression>, depth: number): void {
    const argument = node.argument as Node;
    switch (node.operator) {
      case '-':
        if (this.isPlain(argument)) return;
        return this.visitNegation(node, argument, depth);
      case '+':
        if (this.isPlain(argument)) return;
        return this.wrap(node, argument, this.runtime('num'), depth);
      case '!':
        return this.wrapTruth(argument, depth);
      case '~':
        return this.wrapPlain(argument, depth);
      case 'typeof':
        // Asking for the type of a name that is not there is no error.
        if (argument.type === 'Identifier' && this.names.isGlobal(argument)) return;
        return this.wrap(node, argument, this.runtime('type'), depth);
      case 'delete':
        return this.visitChildrenOfMember(argument, depth);
      default:
        return this.visit(argument, depth);
    }
  }

  private visitNegation(node: At<UnaryExpression>, argument: Node, depth: number): void {
    const site = this.addSite(node, '-', [argument]);
    const name = this.runtime('neg');
    if (this.temporaries === null) {
      this.editor.replace(node.start, argument.start, `${name}(`);
      this.visit(argument, depth);
      return this.editor.close(node.end, `, ${site})`);
    }
    const a = this.temporary(depth);
    this.editor.replace(node.start, argument.start, `(${a} = `);
    this.visit(argument, depth);
    this.editor.close(node.end, `, ${isNumberTest(a)} ? -${a} : ${name}(${a}, ${site}))`);
  }

  private visitLogical(node: At<LogicalExpression>, depth: number): void {
    const left = node.left as Node;
    const right = node.right as Node;
    if (node.operator === '??' || isBoolean(left) || this.temporaries === null) return this.visitChildren(node, depth);
    const a = this.temporary(depth);
    const truth = this.runtime('truth');
    this.editor.open(node.start, `(${truth}(${a} = `);
    this.visit(left, depth);
    const isAnd = node.operator === '&&';
    this.editor.replace(left.end, right.start, isAnd ? ') ? ' : `) ? ${a} : `);
    this.visit(right, depth + 1);
    this.editor.close(node.end, isAnd ? ` : ${a})` : ')');
  }

  // Assignments

  private visitUpdate(node: At<UpdateExpression>, depth: number): void {
    const target = node.argument as Node;
    if (this.temporaries === null || this.isPlain(target)) return;
    const place = this.openPlace(node.start, target, depth);
    if (place === null) return;
    const operator = node.operator === '++' ? '+' : '-';
    const site = this.addSite(node, node.operator, [target]);
    const [old, next] = [this.temporary(place.depth), this.temporary(place.depth + 1)];
    const name = this.runtime(OPERATOR_NAMES[operator]);
    const value = `${isNumberTest(old)} ? ${old} ${operator} 1 : ${name}(${old}, 1, ${site})`;
    const written = `${place.lead}${old} = ${this.runtime('num')}(${place.read}), ${place.write(value, next)}`;
    this.editor.replace(place.from, node.end, node.prefix ? `${written})` : `${written}, ${old})`);
  }

  private visitAssignment(node: At<AssignmentExpression>, depth: number): void {
    const target = node.left as unknown as Node;
    const value = node.right as Node;
    if (node.operator === '=') return this.visitPlainAssignment(node, target, value, depth);
    const operator = node.operator.slice(0, -1);
    if (this.temporaries === null || operator === '??') {
      this.visitChildrenOfMember(target, depth);
      return this.visit(value, depth);
    }
    if (this.isPlain(target)) return BITWISE.has(operator) ? this.wrapPlain(value, depth) : undefined;
    const place = this.openPlace(node.start, target, depth);
    if (place === null) return this.visit(value, depth);
    if (operator === '&&' || operator === '||') return this.finishLogical(node, operator, value, place);
    const [old, other] = [this.temporary(place.depth), this.temporary(place.depth + 1)];
    const computed = this.compound(node, operator, [target, value], old, other);
    this.editor.replace(place.from, value.start, `${place.lead}${old} = ${place.read}, ${other} = `);
    this.visit(value, place.depth + 1);
    this.editor.close(node.end, `, ${place.write(computed, old)})`);
  }

  private compound(node: Node, operator: string, operands: Node[], a: string, b: string): string {
    if (BITWISE.has(operator)) {
      const plain = this.runtime('plain');
      return `${plain}(${a}) ${operator} ${plain}(${b})`;
    }
    const site = this.addSite(node, operator, operands);
    const name = this.runtime(OPERATOR_NAMES[operator]);
    return `${isNumberTest(a)} && ${isNumberTest(b)} ? ${a} ${operator} ${b} : ${name}(${a}, ${b}, ${site})`;
  }

  private finishLogical(node: Node, operator: string, value: Node, place: Place): void {
    const [old, other] = [this.temporary(place.depth), this.temporary(place.depth + 1)];
    const test = `${this.runtime('truth')}(${old} = ${place.read})`;
    const keep = operator === '&&' ? `${test} ? ` : `${test} ? ${old} : `;
    this.editor.replace(place.from, value.start, `${place.lead}${keep}(${other} = `);
    this.visit(value, place.depth + 1);
    this.editor.close(node.end, `, ${place.write(other, other)})${operator === '&&' ? ` : ${old}` : ''})`);
  }

  /**
   * Starts the text for a target that is read and written, with its object and key evaluated once; null for targets
   * that are left to the language.
   */
  private openPlace(start: number, target: Node, depth: number): Place | null {
    if (target.type === 'Identifier') {
      const { name } = target;
      return { from: start, lead: '(', read: name, write: (value) => `${name} = ${value}`, depth };
    }
    if (target.type !== 'MemberExpression' || isSuper(target)) return null;
    const object = target.object as Node;
    const key = target.property as Node;
    const o = this.temporary(depth);
    // Of `++a.b` the operator goes; elsewhere the object stands first.
    if (start < target.start) this.editor.replace(start, object.start, `(${o} = `);
    else this.editor.open(start, `(${o} = `);
    this.visit(object, depth);
    if (!target.computed) {
      const member = `${o}.${this.textOf(key)}`;
      const write = (value: string): string => `${member} = ${value}`;
      return { from: object.end, lead: ', ', read: member, write, depth: depth + 1 };
    }
    const k = this.temporary(depth + 1);
    this.editor.replace(object.end, key.start, `, ${k} = `);
    this.visit(key, depth + 1);
    const [load, store] = [this.runtime('load'), this.runtime('store')];
    return {
      from: key.end,
      lead: ', ',
      read: `${o}.$shadow === undefined ? ${o}[${k}] : ${load}(${o}, ${k})`,
      write: (value, free) =>
        `(${free} = ${value}, ${o}.$shadow === undefined ? ${o}[${k}] = ${free} : ${store}(${o}, ${k}, ${free}))`,
      depth: depth + 2,
    };
  }

  private visitPlainAssignment(node: Node, target: Node, value: Node, depth: number): void {
    if (target.type !== 'MemberExpression' || !target.computed || this.temporaries === null || isSuper(target)) {
      if (target.type === 'Identifier') return this.visit(value, depth);
      if (target.type === 'MemberExpression') this.visitChildrenOfMember(target, depth);
      else this.visitPattern(target, depth);
      return this.visit(value, depth);
    }
    const object = target.object as Node;
    const key = target.property as Node;
    const [o, k, v] = [this.temporary(depth), this.temporary(depth + 1), this.temporary(depth + 2)];
    this.editor.open(node.start, `(${o} = `);
    this.visit(object, depth);
    this.editor.replace(object.end, key.start, `, ${k} = `);
    this.visit(key, depth + 1);
    this.editor.replace(key.end, value.start, `, ${v} = `);
    this.visit(value, depth + 2);
    const store = this.runtime('store');
    this.editor.close(node.end, `, ${o}.$shadow === undefined ? ${o}[${k}] = ${v} : ${store}(${o}, ${k}, ${v}))`);
  }

  // Members and calls

  private visitMember(node: At<MemberExpression>, depth: number): void {
    const object = node.object as Node;
    const key = node.property as Node;
    if (object.type === 'Identifier' && object.name === 'Math' && this.names.isGlobal(object)) {
      return this.visitMathMember(node, object, key, depth);
    }
    if (!node.computed || this.temporaries === null || isSuper(node) || isTextKey(key) || node.optional) {
      return this.visitChildrenOfMember(node, depth);
    }
    const [o, k] = [this.temporary(depth), this.isPlain(key) ? this.textOf(key) : this.temporary(depth + 1)];
    this.editor.open(node.start, `(${o} = `);
    this.visit(object, depth);
    if (this.isPlain(key)) this.editor.replace(object.end, node.end, '');
    else {
      this.editor.replace(object.end, key.start, `, ${k} = `);
      this.visit(key, depth + 1);
      this.editor.replace(key.end, node.end, '');
    }
    const load = this.runtime('load');
    this.editor.close(node.end, `, ${o}.$shadow === undefined ? ${o}[${k}] : ${load}(${o}, ${k}))`);
  }

  /** `Math.PI` is a constant; `Math.exp` as a value knows where it stands. */
  private visitMathMember(node: At<MemberExpression>, object: At<Identifier>, key: Node, depth: number): void {
    if (node.computed) {
      this.visit(object, depth);
      return this.visit(key, depth);
    }
    if (key.type === 'Identifier' && /^[A-Z]/.test(key.name)) return;
    const site = this.addSite(node, `Math.${this.textOf(key)}`, []);
    this.editor.replace(object.start, object.end, `${this.runtime('mathAt')}(${site})`);
  }

  /** A member whose own access stays as it is: what is called, deleted or assigned to. */
  private visitChildrenOfMember(node: Node, depth: number): void {
    if (node.type !== 'MemberExpression') return this.visit(node, depth);
    this.visit(node.object as Node, depth);
    if (node.computed) this.visit(node.property as Node, depth);
  }

  /** `a?.[i]` alone can be a typed array's; longer chains keep their own course. */
  private visitChain({ expression }: { expression: Node }, depth: number): void {
    if (expression.type === 'MemberExpression' || expression.type === 'CallExpression') {
      this.visitLinks(expression, depth);
    } else this.visit(expression, depth);
  }

  private visitLinks(node: Node, depth: number): void {
    if (node.type === 'MemberExpression') {
      this.visitLinks(node.object as Node, depth);
      if (node.computed) this.visit(node.property as Node, depth);
    } else if (node.type === 'CallExpression') {
      this.visitLinks(node.callee as Node, depth);
      node.arguments.forEach((argument) => this.visit(argument as Node, depth));
    } else this.visit(node, depth);
  }

  private visitCall(node: At<CallExpression>, depth: number): void {
    const callee = node.callee as Node;
    const args = node.arguments as Node[];
    if (
      callee.type === 'MemberExpression' &&
      !callee.computed &&
      !(node as { optional?: boolean }).optional &&
      !callee.optional
    ) {
      const object = callee.object as Node;
      const method = this.textOf(callee.property as Node);
      const isGlobal = object.type === 'Identifier' && this.names.isGlobal(object);
      if (isGlobal && object.name === 'Math') return this.visitMathCall(node, method, args, depth);
      if (isGlobal && object.name === 'Object' && method === 'is') {
        this.editor.replace(callee.start, callee.end, this.runtime('isSame'));
        return args.forEach((argument) => this.visit(argument, depth));
      }
      if (isGlobal && object.name === 'JSON' && method === 'parse' && this.isStringify(args[0])) {
        const copied = (args[0] as At<CallExpression>).arguments[0] as Node;
        this.editor.replace(node.start, copied.start, `${this.runtime('cloneJson')}(`);
        this.visit(copied, depth);
        return this.editor.replace(copied.end, node.end, ')');
      }
      if (COMPARING_METHODS.has(method) && (object.type as string) !== 'Super') {
        return this.visitListCall(node, object, `${this.runtime('compare')}(`, `, "${method}", [`, args, depth);
      }
      if (method === 'apply' && (object.type as string) !== 'Super') {
        return this.visitListCall(node, object, `${this.runtime('apply')}(`, ', [', args, depth);
      }
    }
    this.visitChildrenOfMember(callee, depth);
    args.forEach((argument) => this.visit(argument, depth));
  }

  /** `list.sort(f)` → `compare(list, "sort", [f])`. */
  private visitListCall(node: Node, object: Node, before: string, middle: string, args: Node[], depth: number): void {
    this.editor.open(node.start, before);
    // Inside apply the function keeps its own `this`.
    this.visit(object, depth);
    const first = args[0];
    if (!first) return this.editor.replace(object.end, node.end, `${middle}])`);
    this.editor.replace(object.end, first.start, middle);
    args.forEach((argument) => this.visit(argument, depth));
    this.editor.replace(args[args.length - 1].end, node.end, '])');
  }

  private visitMathCall(node: At<CallExpression>, method: string, args: Node[], depth: number): void {
    if (method === 'random') return;
    const site = this.addSite(node, `Math.${method}`, args);
    const callee = `${this.runtime('math')}.${method}`;
    const [first] = args;
    if (this.temporaries === null || args.length !== 1 || (first.type as string) === 'SpreadElement') {
      this.editor.replace(node.start, first ? first.start : node.end, `${callee}(${site}${first ? ', ' : ')'}`);
      return args.forEach((argument) => this.visit(argument, depth));
    }
    if (this.isPlain(first)) return;
    const a = this.temporary(depth);
    this.editor.replace(node.start, first.start, `(${a} = `);
    this.visit(first, depth);
    this.editor.replace(first.end, node.end, `, ${isNumberTest(a)} ? Math.${method}(${a}) : ${callee}(${site}, ${a}))`);
  }

  private isStringify(node: Node | undefined): boolean {
    if (node?.type !== 'CallExpression' || node.arguments.length !== 1) return false;
    const { callee } = node;
    return (
      callee.type === 'MemberExpression' &&
      callee.object.type === 'Identifier' &&
      callee.object.name === 'JSON' &&
      this.names.isGlobal(callee.object) &&
      this.textOf(callee.property as Node) === 'stringify' &&
      ((node.arguments[0] as Node).type as string) !== 'SpreadElement'
    );
  }

  // Statements

  private visitTested(node: TestedNode, depth: number): void {
    if (node.init) this.visit(node.init, depth);
    if (node.test) this.wrapTruth(node.test, depth);
    if (node.update) this.visit(node.update, depth);
    for (const child of [node.consequent, node.alternate, node.body]) if (child) this.visit(child, depth);
  }

  private visitSwitch(node: At<SwitchStatement>, depth: number): void {
    this.wrapPlain(node.discriminant as Node, depth);
    for (const { test, consequent } of node.cases) {
      if (test) this.wrapPlain(test as Node, depth);
      consequent.forEach((statement) => this.visit(statement as Node, depth));
    }
  }

  private visitForEach(node: ForEachNode, depth: number): void {
    if (node.left.type === 'VariableDeclaration') {
      node.left.declarations.forEach(({ id }) => this.visitPattern(id as Node, depth));
    } else this.visitPattern(node.left, depth);
    this.visit(node.right, depth);
    this.visit(node.body, depth);
  }

  private visitLabelled(node: LabelledNode, depth: number): void {
    if (node.body) this.visit(node.body, depth);
  }

  private visitDeclarator(node: DeclaratorNode, depth: number): void {
    this.visitPattern(node.id, depth);
    if (node.init) this.visit(node.init, depth);
  }

  /** Default values are expressions; elements that are assigned to go through a place that can hold a tracked number. */
  private visitPattern(node: Node, depth: number): void {
    switch (node.type as string) {
      case 'Identifier':
        return;
      case 'MemberExpression': {
        const { computed, object, property } = node as At<MemberExpression>;
        if (!computed || isSuper(node as At<MemberExpression>)) return this.visitChildrenOfMember(node, depth);
        this.editor.open(node.start, `${this.runtime('place')}(`);
        this.visit(object as Node, depth);
        this.editor.replace((object as Node).end, (property as Node).start, ', ');
        this.visit(property as Node, depth);
        return this.editor.replace((property as Node).end, node.end, ').value');
      }
      case 'AssignmentPattern': {
        const { left, right } = node as unknown as { left: Node; right: Node };
        this.visitPattern(left, depth);
        return this.withoutTemporaries(() => this.visit(right, depth));
      }
      case 'ArrayPattern':
        for (const element of (node as unknown as { elements: (Node | null)[] }).elements) {
          if (element) this.visitPattern(element, depth);
        }
        return;
      case 'ObjectPattern':
        for (const property of (node as unknown as { properties: PatternProperty[] }).properties) {
          if (property.type === 'RestElement') this.visitPattern(property.argument, depth);
          else {
            if (property.computed) this.visit(property.key, depth);
            this.visitPattern(property.value, depth);
          }
        }
        return;
      case 'RestElement':
        return this.visitPattern((node as unknown as { argument: Node }).argument, depth);
      default:
        return this.visit(node, depth);
    }
  }

  // Wrapping

  private wrap(outer: Node, inner: Node, name: string, depth: number): void {
    this.editor.replace(outer.start, inner.start, `${name}(`);
    this.visit(inner, depth);
    this.editor.close(outer.end, ')');
  }

  private wrapTruth(node: Node, depth: number): void {
    if (isBoolean(node)) return this.visit(node, depth);
    this.editor.open(node.start, `${this.runtime('truth')}(`);
    this.visit(node, depth);
    this.editor.close(node.end, ')');
  }

  private wrapPlain(node: Node, depth: number): void {
    if (isUntracked(node) || this.isPlain(node)) return this.visit(node, depth);
    this.editor.open(node.start, `${this.runtime('plain')}(`);
    this.visit(node, depth);
    this.editor.close(node.end, ')');
  }

  private temporary(depth: number): string {
    return this.temporaries!.name(depth);
  }

  private runtime(name: string): string {
    this.runtimeNames.add(name);
    return `${this.prefix}${name}`;
  }

  private addSite(node: Node, operation: string, operands: readonly Node[]): number {
    const spans = operands.map(({ start, end }) => [start, end] as const);
    this.sites.push({ start: node.start, end: node.end, operation, operands: spans });
    return this.sites.length;
  }

  private isPlain(node: Node): boolean {
    return isPlainNumber(node, (identifier) => this.names.isPlain(identifier));
  }

  private textOf(node: Node): string {
    return this.source.slice(node.start, node.end);
  }
}

/** A target on its way through an assignment. */
interface Place {
  /** Where the text that is still the user's begins, to be replaced from `lead` on. */
  readonly from: number;
  readonly lead: string;
  readonly read: string;
  /** An expression that writes a value; `free` is a temporary it may use. */
  write(value: string, free: string): string;
  /** The first temporary that is free. */
  readonly depth: number;
}

type FieldNode = Node & { computed: boolean; key: Node; value: Node | null };
type KeyedNode = Node & { computed: boolean; key: Node; value: Node };
type DeclaratorNode = Node & { id: Node; init: Node | null };
type LabelledNode = Node & { body?: Node };
type TestedNode = Node & Partial<Record<'init' | 'test' | 'update' | 'consequent' | 'alternate' | 'body', Node | null>>;
type ForEachNode = Node & { left: Node; right: Node; body: Node };
type PatternProperty = { type: string; computed: boolean; key: Node; value: Node; argument: Node };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function isNumberTest(name: string): string {
  return `typeof ${name} === "number"`;
}

/** Behind the directives of a function ("use strict"), which must come first. */
function startOfBlock(block: Node): number {
  const { body } = block as unknown as { body: (Node & { directive?: string })[] };
  const directives = body.filter(({ directive }) => directive !== undefined);
  return directives.length > 0 ? directives[directives.length - 1].end : block.start + 1;
}

function isSuper(node: At<MemberExpression>): boolean {
  return (node.object.type as string) === 'Super';
}

function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

function isTextKey(key: Node): boolean {
  return isText(key);
}

function inside(node: Node): Node {
  return (node.type as string) === 'ParenthesizedExpression'
    ? inside((node as unknown as { expression: Node }).expression)
    : node;
}

/** An expression that is true or false, so that its truth need not be asked for. */
function isBoolean(outer: Node): boolean {
  const node = inside(outer);
  if (node.type === 'Literal') return typeof node.value === 'boolean';
  if (node.type === 'UnaryExpression') return node.operator === '!' || node.operator === 'delete';
  if (node.type === 'LogicalExpression') return isBoolean(node.left as Node) && isBoolean(node.right as Node);
  if (node.type !== 'BinaryExpression') return false;
  return (
    RELATIONAL.has(node.operator) ||
    EQUALITY.has(node.operator) ||
    node.operator === 'in' ||
    node.operator === 'instanceof'
  );
}

/** An expression that is no tracked number, by its form alone. */
function isUntracked(outer: Node): boolean {
  const node = inside(outer);
  switch (node.type) {
    case 'Literal':
    case 'TemplateLiteral':
    case 'ArrayExpression':
    case 'ObjectExpression':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
    case 'NewExpression':
      return true;
    case 'UnaryExpression':
      return ['typeof', '!', 'void', 'delete', '~'].includes(node.operator);
    case 'BinaryExpression':
      return isBoolean(node) || BITWISE.has(node.operator);
    case 'Identifier':
      return node.name === 'undefined';
    default:
      return false;
  }
}
