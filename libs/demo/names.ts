import { type Random } from './random.js';

/** Names of companies and people that nobody bears: the places and the words are common, the combinations are made up. */

type Pair = readonly [zh: string, en: string];

/** `王 wang, 李 li`: as they are written, and as they are spelled. */
const pairs = (text: string): Pair[] => text.split(', ').map((pair) => pair.split(' ') as [string, string]);
const words = (text: string): string[] => text.split(', ');

const SURNAMES = pairs(
  '王 wang, 李 li, 张 zhang, 刘 liu, 陈 chen, 杨 yang, 黄 huang, 赵 zhao, 吴 wu, 周 zhou, 徐 xu, 孙 sun, 马 ma, 朱 zhu, 胡 hu, 郭 guo, 何 he, 林 lin, 高 gao, 罗 luo',
);
const GIVEN = pairs(
  '伟 wei, 芳 fang, 娜 na, 敏 min, 静 jing, 磊 lei, 洁 jie, 强 qiang, 军 jun, 艳 yan, 勇 yong, 涛 tao, 明 ming, 秀英 xiuying, 建国 jianguo, 晓东 xiaodong, 子涵 zihan, 浩然 haoran, 思远 siyuan, 佳怡 jiayi',
);
const FIRST = words('Emma, Oliver, Grace, Daniel, Priya, Liam, Chloe, Arjun, Sophie, Marcus, Mei, Tom, Ruth, Hamid');
const LAST = words('Tan, Lim, Walker, Nguyen, Hughes, Kumar, Fraser, Bennett, Ong, Murray, Rao, Clarke, Patel, Reid');

const NAMES = words('恒泰, 瑞丰, 金桥, 新源, 宏达, 天一, 永兴, 中润, 明辉, 嘉禾, 安信, 东升, 海川, 启航, 德润, 百川');
const TRADES = words('机电, 纺织, 食品, 电子, 医药, 物流, 化工, 精密机械, 包装, 酒店管理, 置业, 生物科技');
const FORMS = words('有限公司, 有限公司, 股份有限公司, 集团, 厂');
const EN_NAMES = words(
  'Harbour, Northgate, Silverline, Banksia, Merlion, Crestview, Ironbark, Straits, Kestrel, Lantern',
);
const EN_TRADES = words(
  'Foods, Logistics, Hotels, Textiles, Electronics, Clinics, Properties, Packaging, Cold Storage',
);
const EN_FORMS = words('Pte Ltd, Pty Ltd, Group, & Co');

/** A person's name as it is written there. */
export function personName(random: Random, language: 'zh' | 'en'): string {
  if (language === 'en') return `${random.pick(FIRST)} ${random.pick(LAST)}`;
  return random.pick(SURNAMES)[0] + random.pick(GIVEN)[0];
}

/** A company's name as it is written there. */
export function companyName(random: Random, language: 'zh' | 'en', city: string): string {
  if (language === 'en') return `${random.pick(EN_NAMES)} ${random.pick(EN_TRADES)} ${random.pick(EN_FORMS)}`;
  return city + random.pick(NAMES) + random.pick(TRADES) + random.pick(FORMS);
}

/** The name under which somebody of the staff is known: `chen-jie`. */
export function staffName(random: Random): string {
  return `${random.pick(SURNAMES)[1]}-${random.pick(GIVEN)[1]}`;
}

/** A number that rings nowhere: from ranges kept free for fiction, or all zeros where there is none. */
export function phoneNumber(random: Random, language: 'zh' | 'en'): string {
  const digits = String(random.whole(0, 999)).padStart(3, '0');
  return language === 'zh' ? `+86 000 0000 0${digits}` : `+61 2 5550 0${digits}`;
}
