import { visitAssignment, visitUpdate } from './assignments.js';
import { visitCall, visitNew, visitTagged } from './calls.js';
import { visitChain } from './chains.js';
import { visitField, visitFunction, visitKeyed, visitStaticBlock } from './functions.js';
import { visitIdentifier, visitMember, visitProperty, visitSpreadOfObject } from './members.js';
import { visitBinary, visitLogical, visitSequence, visitUnary } from './operators.js';
import { visitDeclarator, visitPattern } from './patterns.js';
import { visitExport, visitForEach, visitLabelled, visitList, visitSwitch, visitTested } from './statements.js';
import type { Visitor } from './walk.js';

const skip: Visitor = () => {};

/** What is done with each kind of node; with the others, nothing but visiting their children. */
export const VISITORS: Readonly<Record<string, Visitor>> = {
  Program: visitList,
  BlockStatement: visitList,
  IfStatement: visitTested,
  WhileStatement: visitTested,
  DoWhileStatement: visitTested,
  ForStatement: visitTested,
  ConditionalExpression: visitTested,
  SwitchStatement: visitSwitch,
  ForOfStatement: visitForEach,
  ForInStatement: visitForEach,
  LabeledStatement: visitLabelled,
  BreakStatement: skip,
  ContinueStatement: skip,
  ExportNamedDeclaration: visitExport,
  ExportAllDeclaration: skip,
  ImportDeclaration: skip,

  FunctionDeclaration: visitFunction,
  FunctionExpression: visitFunction,
  ArrowFunctionExpression: visitFunction,
  MethodDefinition: visitKeyed,
  PropertyDefinition: visitField,
  StaticBlock: visitStaticBlock,

  VariableDeclarator: visitDeclarator,
  AssignmentPattern: visitPattern,
  ArrayPattern: visitPattern,
  ObjectPattern: visitPattern,
  RestElement: visitPattern,

  BinaryExpression: visitBinary,
  LogicalExpression: visitLogical,
  UnaryExpression: visitUnary,
  SequenceExpression: visitSequence,
  UpdateExpression: visitUpdate,
  AssignmentExpression: visitAssignment,

  Identifier: visitIdentifier,
  MemberExpression: visitMember,
  ObjectExpression: visitSpreadOfObject,
  Property: visitProperty,
  CallExpression: visitCall,
  NewExpression: visitNew,
  ChainExpression: visitChain,
  TaggedTemplateExpression: visitTagged,
  MetaProperty: skip,
  Literal: skip,
  TemplateElement: skip,
};
